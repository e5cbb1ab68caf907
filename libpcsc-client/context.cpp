#include "libpcsc-client/context.hpp"

#include <poll.h>

#include "libpcsc-client/context_table.hpp"
#include "libpcsc-client/environment.hpp"
#include "libpcsc-client/status_wait.hpp"

namespace scrm::client {
namespace {

constexpr int pause_between_tries = 100;  // milliseconds, as every client of pcscd

}  // namespace

bool try_again(Patience patience) {
    if (patience == Patience::None || (patience == Patience::Polite && no_blocking()))
        return false;
    ::poll(nullptr, 0, pause_between_tries);
    return true;
}

Context::Context(const sockaddr_un& address, std::uint32_t scope) : address_(address), scope_(scope) {
    entry_.context = this;
}

Context::~Context() {
    while (cards_ != nullptr)
        forget(cards_);
}

ResultCode Context::establish() {
    ResultCode result = connection_.open(address_);
    if (result == ResultCode::Success)
        result = connection_.agree_on_version();
    ipc::EstablishContext message{.scope = scope_};
    if (result == ResultCode::Success)
        result = connection_.call(message);
    if (result != ResultCode::Success) {
        connection_.close();
        return result;
    }
    number_ = message.context;
    if (entry_.id == 0)
        entry_.id = static_cast<long>(message.context);
    return ResultCode::Success;
}

ResultCode Context::release() {
    static_cast<void>(cancel());
    const Lock lock(mutex_);
    ResultCode result = ResultCode::Success;
    if (link_ == Link::Own) {
        ipc::ReleaseContext message{.context = number_};
        result = connection_.call(message);
    }
    connection_.close();
    link_ = Link::Released;
    while (cards_ != nullptr)
        forget(cards_);
    return result;
}

// A wait that has not yet told the daemon sees the count; one that has is ended by the daemon. A second
// connection carries the message, for the first one is waiting.
ResultCode Context::cancel() {
    ++cancels_;
    if (!waits_)
        return ResultCode::Success;
    Connection second;
    ipc::Cancel message{.context = number_};
    const ResultCode result = second.open(address_);
    return result == ResultCode::Success ? second.call(message) : result;
}

bool Context::is_valid() {
    if (!mutex_.try_lock())
        return true;
    const bool valid = ready() == ResultCode::Success && !connection_.has_ended();
    mutex_.unlock();
    return valid;
}

ResultCode Context::get_status_change(const Deadline& deadline, std::span<SCARD_READERSTATE> asked) {
    const Cancellation cancellation(cancels_);
    return with_connection([&](Connection& connection) {
        waits_ = true;
        const ResultCode result = StatusWait(connection, list_, cancellation, asked).run(deadline);
        waits_ = false;
        return result;
    });
}

void Context::drop_reference() {
    if (--references_ == 0)
        destroy(this);
}

void Context::let_go_in_child() {
    new (&mutex_) Mutex;
    references_ = 1;
    waits_ = false;
    if (link_ == Link::Own)
        link_ = Link::Inherited;
    connection_.close();
    for (Card* card = cards_; card != nullptr; card = card->next)
        card->link = Card::Link::Lost;
}

/// With the mutex held: makes the connection usable.
ResultCode Context::ready() {
    if (link_ == Link::Released)
        return ResultCode::InvalidHandle;
    if (link_ == Link::Own)
        return ResultCode::Success;
    const ResultCode result = establish();
    if (result == ResultCode::Success)
        link_ = Link::Own;
    return result;
}

}  // namespace scrm::client
