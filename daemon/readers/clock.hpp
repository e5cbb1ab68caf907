// Time as the core knows it: the loop's, or one that a test or a simulation moves.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace scrm::readers {

using TimePoint = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

/// Rings once for every time it was set, unless it was set anew, stopped or destroyed before.
class Alarm {
  public:
    Alarm() = default;
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;
    virtual ~Alarm() = default;

    /// Calls `then` on the loop at `when`, never from within this call.
    virtual void set(TimePoint when, std::function<void()> then) = 0;
    virtual void stop() = 0;
    /// When it will ring.
    [[nodiscard]] virtual std::optional<TimePoint> due() const = 0;
};

class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual TimePoint now() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Alarm> make_alarm() = 0;
};

}  // namespace scrm::readers
