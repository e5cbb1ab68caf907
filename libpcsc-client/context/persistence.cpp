#include "libpcsc-client/context/persistence.hpp"

#include <poll.h>

#include <algorithm>

#include "libpcsc-client/process/environment.hpp"

namespace scrm::client {
namespace {

constexpr std::uint32_t longest_pause = 400;  // milliseconds

// Half to all of it. The clock's last digits are as good as dice here.
std::uint32_t jitter(std::uint32_t pause) {
    const auto dice = static_cast<std::uint32_t>(monotonic_clock() / 7);
    return pause / 2 + dice % (pause / 2 + 1);
}

}  // namespace

bool Persistence::once_more() {
    if (!end_) {
        const unsigned long time = reconnect_time();
        end_ = Deadline::after(time);
        return time > 0;
    }
    if (end_->is_over())
        return false;
    const int left = end_->poll_timeout();
    ::poll(nullptr, 0, std::min(left, static_cast<int>(jitter(pause_))));
    pause_ = std::min(pause_ * 2, longest_pause);
    return true;
}

}  // namespace scrm::client
