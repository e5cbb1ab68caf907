// A place in a coroutine where a test may stop it, and see that it stands there.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "drivers/api/slot.hpp"

namespace scrm::fakes {

class Pause {
  public:
    explicit Pause(const boost::asio::any_io_executor& executor)
        : timer_(executor, boost::asio::steady_timer::time_point::max()) {}

    /// Whoever comes by from now on stops.
    void hold() { held_ = true; }
    void release() {
        held_ = false;
        timer_.cancel();
    }
    /// Somebody stands there.
    [[nodiscard]] bool reached() const { return reached_; }

    drivers::Awaitable<void> pass() {
        boost::system::error_code woken;
        reached_ = held_;
        while (held_)
            co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
        reached_ = false;
    }

  private:
    boost::asio::steady_timer timer_;
    bool held_ = false;
    bool reached_ = false;
};

}  // namespace scrm::fakes
