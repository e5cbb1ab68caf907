#include "daemon/readers/gate.hpp"

#include <boost/asio/this_coro.hpp>

namespace scrm::readers {

GatePass::~GatePass() {
    if (gate_)
        gate_->leave();
}

drivers::Awaitable<GatePass> Gate::enter() {
    if (taken_) {
        const drivers::Executor executor = co_await boost::asio::this_coro::executor;
        Waiter waiter(executor);
        queue_.push_back(waiter);
        co_await waiter.turn.wait();
    }
    taken_ = true;
    co_return GatePass(*this);
}

std::optional<GatePass> Gate::try_enter() {
    if (taken_)
        return std::nullopt;
    taken_ = true;
    return std::optional<GatePass>(std::in_place, *this);
}

// The gate stays taken while it is handed over, so nobody slips in between.
void Gate::leave() {
    if (queue_.empty()) {
        taken_ = false;
        return;
    }
    Waiter& next = queue_.front();
    queue_.pop_front();
    next.turn.fire();
}

}  // namespace scrm::readers
