// A place in a coroutine where a test may stop it, and see that it stands there.
#pragma once

#include <boost/asio/redirect_error.hpp>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/slot.hpp"

namespace scrm::fakes {

class Pause {
  public:
    explicit Pause(const scrm::drivers::Executor& executor)
        : timer_(executor, scrm::drivers::Timer::time_point::max()) {}

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
            co_await timer_.async_wait(boost::asio::redirect_error(scrm::drivers::use_awaitable, woken));
        reached_ = false;
    }

  private:
    scrm::drivers::Timer timer_;
    bool held_ = false;
    bool reached_ = false;
};

}  // namespace scrm::fakes
