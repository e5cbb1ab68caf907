#include "daemon/readers/transaction_queue.hpp"

#include <boost/asio/this_coro.hpp>

namespace scrm::readers {

bool TransactionQueue::try_take(const CardHandle& handle) {
    if (held_by_other(handle))
        return false;
    holder_ = &handle;
    ++depth_;
    return true;
}

void TransactionQueue::end(const CardHandle& handle) {
    if (held_by(handle) && --depth_ == 0)
        end_all(handle);
}

void TransactionQueue::end_all(const CardHandle& handle) {
    if (!held_by(handle))
        return;
    holder_ = nullptr;
    depth_ = 0;
    hand_over();
}

drivers::Awaitable<Turn> TransactionQueue::wait(const CardHandle& handle, Wanted wanted) {
    const drivers::Executor executor = co_await boost::asio::this_coro::executor;
    Waiter waiter(handle, wanted, executor);
    line_.push_back(&waiter);
    co_await waiter.wake.wait();
    co_return waiter.turn;
}

void TransactionQueue::abandon(const CardHandle& handle) {
    std::erase_if(line_, [&](Waiter* waiter) {
        const bool leaves = waiter->handle == &handle;
        if (leaves)
            answer(*waiter, Turn::Abandoned);
        return leaves;
    });
}

void TransactionQueue::close() {
    holder_ = nullptr;
    depth_ = 0;
    for (Waiter* waiter : std::exchange(line_, {}))
        answer(*waiter, Turn::ReaderGone);
}

void TransactionQueue::hand_over() {
    while (!holder_ && !line_.empty()) {
        Waiter* next = line_.front();
        line_.pop_front();
        if (next->wanted == Wanted::Transaction) {
            holder_ = next->handle;
            depth_ = 1;
        }
        answer(*next, Turn::Granted);
    }
}

void TransactionQueue::answer(Waiter& waiter, Turn turn) {
    waiter.turn = turn;
    waiter.wake.fire();
}

}  // namespace scrm::readers
