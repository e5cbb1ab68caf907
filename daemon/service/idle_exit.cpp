#include "daemon/service/idle_exit.hpp"

namespace scrm::service {

IdleExit::IdleExit(const drivers::Executor& loop, std::chrono::milliseconds patience,
                   std::function<void()> exit)
    : timer_(loop), patience_(patience), exit_(std::move(exit)) {
    in_use_by(0, 0);
}

void IdleExit::in_use_by(std::size_t clients, std::size_t readers) {
    timer_.cancel();
    if (clients > 0 || readers > 0)
        return;
    timer_.expires_after(patience_);
    timer_.async_wait([this](boost::system::error_code cancelled) {
        if (cancelled)
            return;
        const auto exit = exit_;  // it may end this object
        exit();
    });
}

}  // namespace scrm::service
