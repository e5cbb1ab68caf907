// Tells the service manager that the loop still turns. A daemon that does not is killed and started anew.
#pragma once

#include <optional>

#include "daemon/service/notify_socket.hpp"
#include "drivers/api/awaitable.hpp"

namespace scrm::service {

/// How often to tell it: half of WATCHDOG_USEC, if that is meant for this process. The variables are gone
/// afterwards.
std::optional<std::chrono::microseconds> watchdog_interval();

class Watchdog {
  public:
    /// From now on, until stopped; without an interval never. `manager` must outlive it.
    Watchdog(const drivers::Executor& loop, const NotifySocket& manager,
             std::optional<std::chrono::microseconds> interval);

    void stop() { timer_.cancel(); }

  private:
    void tell_in(std::chrono::microseconds interval);

    drivers::Timer timer_;
    const NotifySocket& manager_;
};

}  // namespace scrm::service
