#include "drivers/api/pending_verb.hpp"

#include <boost/asio/redirect_error.hpp>

namespace scrm::drivers {

PendingVerb::UnderWay PendingVerb::begin() {
    ending_.reset();
    return token_;
}

// One timer is both the deadline and the place to be woken at.
Awaitable<Result<void>> PendingVerb::wait(Deadline deadline) {
    deadline_ = deadline;
    nudged_ = false;
    boost::system::error_code woken;
    while (!gone_ && !ending_ && !nudged_) {
        timer_.expires_at(deadline_);
        co_await timer_.async_wait(boost::asio::redirect_error(use_awaitable, woken));
        if (!woken)
            break;
    }
    if (gone_)
        co_return DriverError::DeviceGone;
    if (nudged_ && !ending_)
        co_return Result<void>();
    co_return ending_.value_or(DriverError::DeadlinePassed);
}

void PendingVerb::nudge() {
    nudged_ = true;
    timer_.cancel();
}

void PendingVerb::hurry(Deadline deadline) {
    if (deadline >= deadline_)
        return;
    deadline_ = deadline;
    timer_.cancel();
}

void PendingVerb::answered() {
    end(Result<void>());
}

void PendingVerb::fail(DriverError why) {
    gone_ = gone_ || why == DriverError::DeviceGone;
    end(why);
}

void PendingVerb::end(Result<void> how) {
    if (!ending_)
        ending_ = how;
    timer_.cancel();
}

}  // namespace scrm::drivers
