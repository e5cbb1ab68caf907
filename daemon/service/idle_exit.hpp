// Ends a daemon that was started on demand once nobody has had any use for it for a while.
#pragma once

#include <functional>

#include "drivers/api/awaitable.hpp"

namespace scrm::service {

class IdleExit {
  public:
    /// Calls `exit` after `patience` without a client and without a reader, counted from now on.
    IdleExit(const drivers::Executor& loop, std::chrono::milliseconds patience, std::function<void()> exit);

    /// How many there are now. A client that comes and goes makes the patience begin anew.
    void in_use_by(std::size_t clients, std::size_t readers);

  private:
    drivers::Timer timer_;
    std::chrono::milliseconds patience_;
    std::function<void()> exit_;
};

}  // namespace scrm::service
