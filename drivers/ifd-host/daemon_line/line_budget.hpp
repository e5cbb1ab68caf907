// How many log lines may go out: so many at once, so many a second in the long run; the rest is counted.
// Pure.
#pragma once

#include <chrono>
#include <cstdint>

namespace scrm::ifd_host {

class LineBudget {
  public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::uint32_t at_once = 1000;
    static constexpr std::uint32_t per_second = 200;

    /// Whether one more line may go out now; one that may not counts as left out.
    bool take(Time now);
    /// So many that were allowed could not be sent.
    void leave_out(std::uint64_t count) { left_out_ += count; }
    /// How many were left out since this was asked last.
    std::uint64_t take_left_out();

  private:
    double lines_ = at_once;
    Time last_{};
    std::uint64_t left_out_ = 0;
};

}  // namespace scrm::ifd_host
