#include "libpcsc-client/process/deadline.hpp"

#include <time.h>

#include <algorithm>
#include <limits>

#include "libpcsc-client/include/PCSC/pcsclite.h"

namespace scrm::client {
namespace {

constexpr std::int64_t per_second = 1'000'000'000;
constexpr std::int64_t per_millisecond = 1'000'000;

}  // namespace

// std::chrono's clocks need libstdc++.
std::int64_t monotonic_clock() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * per_second + time.tv_nsec;
}

Deadline Deadline::after(unsigned long milliseconds, Clock clock) {
    if (milliseconds >= INFINITE)
        return {std::nullopt, clock};
    return {clock() + static_cast<std::int64_t>(milliseconds) * per_millisecond, clock};
}

bool Deadline::is_over() const {
    return end_ && clock_() >= *end_;
}

int Deadline::poll_timeout() const {
    if (!end_)
        return -1;
    const std::int64_t left = (*end_ - clock_() + per_millisecond - 1) / per_millisecond;
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

}  // namespace scrm::client
