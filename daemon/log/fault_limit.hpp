// Keeps a hostile crowd from filling the log: so many lines a period, then one that says how many were left
// out.
#pragma once

#include <chrono>
#include <cstdint>

namespace scrm::log {

class FaultLimit {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    FaultLimit(unsigned lines, std::chrono::milliseconds period) : lines_(lines), period_(period) {}

    struct Verdict {
        bool write = false;
        std::uint64_t left_out = 0;  // since the last line that was written in an earlier period
    };
    Verdict admit(TimePoint now);

  private:
    unsigned lines_;
    std::chrono::milliseconds period_;
    TimePoint began_{};
    unsigned written_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace scrm::log
