#include "drivers/api/wake_up.hpp"

#include <boost/asio/redirect_error.hpp>
#include <utility>

namespace scrm::drivers {

void WakeUp::fire() {
    if (!std::exchange(fired_, true))
        channel_.cancel();
}

Awaitable<void> WakeUp::wait() {
    boost::system::error_code cancelled;
    while (!fired_)
        co_await channel_.async_receive(boost::asio::redirect_error(use_awaitable, cancelled));
}

}  // namespace scrm::drivers
