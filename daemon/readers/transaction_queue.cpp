#include "daemon/readers/transaction_queue.hpp"

#include <boost/asio/this_coro.hpp>

namespace scrm::readers {

bool TransactionQueue::try_take(const CardHandle& handle) {
    if (held_by_other(handle))
        return false;
    if (!holder_)
        begin(handle);
    ++depth_;
    return true;
}

void TransactionQueue::begin(const CardHandle& handle) {
    holder_ = &handle;
    hold_ = {hold_.number + 1, clock_.now()};
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

void TransactionQueue::seize() {
    begin(bailiff_);
    depth_ = 1;
}

drivers::Awaitable<Turn> TransactionQueue::wait(const CardHandle& handle, Wanted wanted) {
    const drivers::Executor executor = co_await boost::asio::this_coro::executor;
    Waiter waiter(handle, wanted, executor);
    line_.push_back(&waiter);
    co_await waiter.wake.wait();
    co_return waiter.turn;
}

std::vector<Client> TransactionQueue::clients_waiting() const {
    std::vector<Client> clients;
    for (const Waiter* waiter : line_)
        clients.push_back(waiter->handle->client);
    return clients;
}

void TransactionQueue::abandon(const CardHandle& handle, Turn how) {
    std::erase_if(line_, [&](Waiter* waiter) {
        const bool leaves = waiter->handle == &handle;
        if (leaves)
            answer(*waiter, how);
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
            begin(*next->handle);
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
