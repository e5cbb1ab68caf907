// When a driver process that failed is started again, and when its reader counts as not responding.
//
// Pure: it is told of failures and of the time, and says what follows.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

namespace scrm::hosts {

struct RestartLimits {
    /// So many failures within the period, and the reader is not responding.
    unsigned failures = 5;
    std::chrono::milliseconds period = std::chrono::minutes{5};
    /// The pause before a start; the first failure after a quiet period costs the shortest, each further one
    /// twice as much.
    std::chrono::milliseconds shortest_pause = std::chrono::milliseconds{100};
    std::chrono::milliseconds longest_pause = std::chrono::seconds{10};
    /// How often a reader that is not responding is tried again.
    std::chrono::milliseconds retry_every = std::chrono::minutes{5};

    bool operator==(const RestartLimits&) const = default;
};

class RestartPolicy {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit RestartPolicy(const RestartLimits& limits) : limits_(limits) {}

    struct Verdict {
        std::chrono::milliseconds pause{};  // until the next start
        bool responding = true;             // false: calls are answered with an error meanwhile
        bool operator==(const Verdict&) const = default;
    };
    Verdict failed(TimePoint now);
    /// It was started and opened. A reader that was not responding has all its chances again.
    void started();
    [[nodiscard]] bool responding() const { return responding_; }

  private:
    RestartLimits limits_;
    std::deque<TimePoint> failures_;  // within the period, oldest first
    bool responding_ = true;
};

}  // namespace scrm::hosts
