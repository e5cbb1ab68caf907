#include "drivers/virtual/verb_wait.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>

#include "drivers/api/awaitable.hpp"

namespace scrm::virtual_reader {

using drivers::Deadline;
using drivers::DriverError;

drivers::Awaitable<drivers::Result<void>> VerbWait::until(Deadline ready, Deadline deadline) {
    const auto inside = under_way_.enter();
    interruption_.reset();
    timer_.expires_at(std::min(ready, deadline));
    const auto [stopped] = co_await timer_.async_wait(boost::asio::as_tuple(drivers::use_awaitable));
    if (interruption_)
        co_return *interruption_;
    if (stopped)  // the caller's coroutine was cancelled, not the slot
        co_return DriverError::Cancelled;
    if (ready > deadline)
        co_return DriverError::DeadlinePassed;
    co_return drivers::Result<void>();
}

void VerbWait::interrupt(DriverError reason) {
    if (!interruption_ || reason == DriverError::DeviceGone)
        interruption_ = reason;
    timer_.cancel();
}

}  // namespace scrm::virtual_reader
