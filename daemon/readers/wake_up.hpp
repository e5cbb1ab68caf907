// One coroutine waits, another wakes it, once. A timer that never expires is Asio's cheapest way to say so:
// it enters no heap and no descriptor.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "drivers/api/slot.hpp"

namespace scrm::readers {

class WakeUp {
  public:
    explicit WakeUp(const boost::asio::any_io_executor& executor)
        : timer_(executor, boost::asio::steady_timer::time_point::max()) {}

    /// May come before wait(), which then returns at once.
    void fire() {
        fired_ = true;
        timer_.cancel();
    }

    drivers::Awaitable<void> wait() {
        boost::system::error_code cancelled;
        while (!fired_)
            co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
    }

  private:
    boost::asio::steady_timer timer_;
    bool fired_ = false;
};

}  // namespace scrm::readers
