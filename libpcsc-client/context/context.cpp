#include "libpcsc-client/context/context.hpp"

#include <poll.h>

#include "libpcsc-client/context/context_table.hpp"
#include "libpcsc-client/context/status_wait.hpp"
#include "libpcsc-client/process/environment.hpp"

namespace scrm::client {
namespace {

constexpr int pause_between_tries = 100;  // milliseconds, as every client of pcscd

bool may_wait(Patience patience) {
    return patience != Patience::Polite || !no_blocking();
}

}  // namespace

std::uint32_t daemon_patience(Patience patience) {
    return may_wait(patience) ? ipc::endless : 0;
}

bool tries_again(Patience patience) {
    return patience != Patience::Once && may_wait(patience);
}

void pause_before_next_try() {
    ::poll(nullptr, 0, pause_between_tries);
}

bool found_no_daemon(ResultCode reached) {
    return reached == ResultCode::NoService || reached == ResultCode::SecurityViolation;
}

Context::Context(const sockaddr_un& address, std::uint32_t scope) : link_(address, scope) {
    entry_.context = this;
}

Context::~Context() {
    while (cards_ != nullptr)
        forget(cards_->entry.id);
}

ResultCode Context::establish() {
    const LaneUse lane(link_);
    if (lane.result() == ResultCode::Success)
        entry_.id = static_cast<long>(lane.context());
    return lane.result();
}

ResultCode Context::release() {
    static_cast<void>(cancel());
    mutex_.lock();
    const bool holds_cards = cards_ != nullptr;
    mutex_.unlock();
    return link_.release(holds_cards);
}

// A wait that has not yet told the daemon sees the count; one that has is ended by the daemon.
ResultCode Context::cancel() {
    const std::uint32_t count = ++cancels_;
    return waits_ > 0 ? link_.cancel_waits(count) : ResultCode::Success;
}

ResultCode Context::get_status_change(const Deadline& deadline, std::span<SCARD_READERSTATE> asked) {
    ++waits_;
    StatusWait wait(list_, Cancellation(cancels_), asked);
    const ResultCode result = ask([&](const LaneUse& lane) { return wait.run(lane.connection(), deadline); });
    --waits_;
    return result;
}

void Context::drop_reference() {
    if (--references_ == 0)
        destroy(this);
}

void Context::let_go_in_child() {
    new (&mutex_) Mutex;
    new (&returned_) Condition;
    for (Card* card = cards_; card != nullptr; card = card->next)
        card->returning = false;
    references_ = 1;
    waits_ = 0;
    link_.let_go_in_child();
}

}  // namespace scrm::client
