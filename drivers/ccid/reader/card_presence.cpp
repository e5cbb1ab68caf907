#include "drivers/ccid/reader/card_presence.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;
using drivers::Presence;
using drivers::Result;

CardPresence::CardPresence(const drivers::Executor& executor) : change_(executor) {}

Awaitable<Result<Presence>> CardPresence::after(std::uint64_t seen) {
    const auto inside = token_;
    while (!gone_ && now_.changes == seen) {
        co_await change_.async_receive(boost::asio::as_tuple(drivers::use_awaitable));
        const auto state = co_await boost::asio::this_coro::cancellation_state;
        if (state.cancelled() != boost::asio::cancellation_type::none)
            co_return DriverError::Cancelled;
    }
    if (gone_)
        co_return DriverError::DeviceGone;
    co_return now_;
}

void CardPresence::found(bool present) {
    if (present == now_.present)
        return;
    now_.present = present;
    ++now_.changes;
    tell();
}

void CardPresence::swapped() {
    now_.present = true;
    now_.changes += 2;
    tell();
}

void CardPresence::shut() {
    gone_ = true;
    tell();
}

void CardPresence::tell() {
    change_.cancel();
}

}  // namespace scrm::ccid
