// Ends a daemon that was started on demand once nobody has used it for a while.
#pragma once

#include <functional>

#include "drivers/api/awaitable.hpp"

namespace scrm::service {

class IdleExit {
  public:
    /// Calls `exit` after `patience` without a client, counted from now on.
    IdleExit(const drivers::Executor& loop, std::chrono::seconds patience, std::function<void()> exit);

    void client_count(std::size_t clients);
    void cancel() { timer_.cancel(); }

  private:
    drivers::Timer timer_;
    std::chrono::seconds patience_;
    std::function<void()> exit_;
};

}  // namespace scrm::service
