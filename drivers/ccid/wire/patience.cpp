#include "drivers/ccid/wire/patience.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>

namespace scrm::ccid {

using drivers::Deadline;
using drivers::DriverError;

std::shared_ptr<void> Patience::begin(Deadline deadline) {
    deadline_ = deadline;
    woken_ = false;
    if (reason_ != DriverError::DeviceGone)
        reason_.reset();
    return token_;
}

drivers::Awaitable<void> Patience::until(Deadline moment) {
    if (!woken_ && !ended()) {
        timer_.expires_at(std::min(moment, deadline_));
        co_await timer_.async_wait(boost::asio::as_tuple(drivers::use_awaitable));
    }
    woken_ = false;
}

void Patience::wake() {
    woken_ = true;
    timer_.cancel();
}

void Patience::interrupt(DriverError why) {
    if (!reason_ || why == DriverError::DeviceGone)
        reason_ = why;
    timer_.cancel();
}

std::optional<DriverError> Patience::ended() const {
    if (reason_)
        return reason_;
    if (std::chrono::steady_clock::now() >= deadline_)
        return DriverError::DeadlinePassed;
    return std::nullopt;
}

}  // namespace scrm::ccid
