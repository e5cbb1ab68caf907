// A point in time until which a call may wait.
#pragma once

#include <cstdint>
#include <optional>

namespace scrm::client {

/// Nanoseconds from an arbitrary moment, never backwards.
using Clock = std::int64_t (*)();
std::int64_t monotonic_clock();

class Deadline {
  public:
    /// So many milliseconds from now; INFINITE and anything above: never.
    static Deadline after(unsigned long milliseconds, Clock clock = monotonic_clock);

    [[nodiscard]] bool is_over() const;
    /// What is left, as poll() takes it: milliseconds, rounded up; -1: without end.
    [[nodiscard]] int poll_timeout() const;

  private:
    Deadline(std::optional<std::int64_t> end, Clock clock) : end_(end), clock_(clock) {}

    std::optional<std::int64_t> end_;
    Clock clock_;
};

}  // namespace scrm::client
