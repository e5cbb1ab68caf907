#include "tests/fakes/drivers/pending_verb.hpp"

#include <boost/asio/redirect_error.hpp>

#include "drivers/api/awaitable.hpp"

namespace scrm::fakes {

using drivers::DriverError;
using drivers::Result;

PendingVerb::UnderWay PendingVerb::begin() {
    ending_.reset();
    return token_;
}

// One timer is both the deadline and the place to be woken at.
drivers::Awaitable<Result<void>> PendingVerb::wait(drivers::Deadline deadline) {
    if (gone_)
        co_return DriverError::DeviceGone;
    if (!ending_) {
        boost::system::error_code woken;
        timer_.expires_at(deadline);
        co_await timer_.async_wait(boost::asio::redirect_error(scrm::drivers::use_awaitable, woken));
    }
    if (gone_)
        co_return DriverError::DeviceGone;
    co_return ending_.value_or(DriverError::DeadlinePassed);
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

}  // namespace scrm::fakes
