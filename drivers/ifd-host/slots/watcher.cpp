#include "drivers/ifd-host/slots/watcher.hpp"

#include <thread>
#include <utility>

namespace scrm::ifd_host {
namespace {

using namespace std::chrono_literals;

// pcscd's pause where a handler cannot wait at the moment.
constexpr auto after_failure = 400ms;
constexpr auto patience = 1s;

ipc::host::Presence report(std::uint32_t slot, ResponseCode code, std::uint64_t changes) {
    ipc::host::Presence presence;
    presence.slot = slot;
    presence.code = static_cast<std::int32_t>(code);
    presence.changes = changes;
    return presence;
}

}  // namespace

Watcher::Watcher(Slot& slot, std::uint32_t number, const Waiting& waiting, ResponseCode first,
                 Connection& daemon, LookLimits& looks)
    : slot_(slot), number_(number), waiting_(waiting), last_(first), daemon_(daemon), looks_(looks) {}

void Watcher::start() {
    daemon_.send(report(number_, last_, 0));
    const Lock lock(mutex_);
    if (stopping_)
        return;
    running_ = true;
    std::thread([this] { run(); }).detach();
}

void Watcher::set(const ipc::host::Watch& how) {
    bool interrupt = false;
    {
        const Lock lock(mutex_);
        interrupt = how_ && how.wait_for != how_->wait_for;
        look_now_ = look_now_ || how.ask_every != 0;
        how_ = how;
        ++watches_;
    }
    changed_.notify_all();
    if (interrupt)
        slot_.stop_waiting(waiting_);
}

void Watcher::look_now() {
    if (waiting_.wait != nullptr)
        return;
    {
        const Lock lock(mutex_);
        look_now_ = true;
    }
    changed_.notify_all();
}

void Watcher::ask_to_stop() {
    {
        const Lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    slot_.stop_waiting(waiting_);
}

void Watcher::await_stop() {
    if (waiting_.wait != nullptr && waiting_.stop == nullptr)
        return;
    Lock lock(mutex_);
    (void)changed_.wait_for(lock, patience, [this] { return !running_; });
}

bool Watcher::is_stopping() {
    const Lock lock(mutex_);
    return stopping_;
}

void Watcher::run() {
    {
        Lock lock(mutex_);
        changed_.wait(lock, [this] { return how_ || stopping_; });
    }
    while (!is_stopping()) {
        Lock lock(mutex_);
        if (waiting_.wait != nullptr) {
            wait_in_handler(lock);
        } else {
            rest_until_asked(lock);
            look_now_ = false;
        }
        lock.unlock();
        if (!is_stopping())
            look();
    }
    const Lock lock(mutex_);
    running_ = false;
    changed_.notify_all();
}

void Watcher::wait_in_handler(Lock& lock) {
    const std::chrono::milliseconds limit(how_->wait_for);
    const std::chrono::milliseconds at_most(how_->look_within);
    lock.unlock();
    looks_.begin(number_, ipc::host::LookCall::Wait, at_most);
    const ResponseCode code = slot_.wait(waiting_, limit);
    looks_.end(number_);
    lock.lock();
    if (code != ifd_abi::success)
        (void)changed_.wait_for(lock, after_failure, [this] { return stopping_; });
}

void Watcher::rest_until_asked(Lock& lock) {
    const auto due = [this] { return stopping_ || look_now_; };
    for (;;) {
        const std::uint32_t period = how_->ask_every;
        const auto otherwise = [&] { return due() || how_->ask_every != period; };
        if (period == 0)
            changed_.wait(lock, otherwise);
        else if (!changed_.wait_for(lock, std::chrono::milliseconds(period), otherwise))
            return;
        if (due())
            return;
    }
}

// Its time begins when no command of the slot is inside the handler any more.
void Watcher::look() {
    Lock lock(mutex_);
    const std::chrono::milliseconds within(how_->look_within);
    const std::chrono::milliseconds power_within(how_->power_within);
    const std::uint32_t watches = watches_;
    lock.unlock();
    tell(slot_.presence([&] { looks_.begin(number_, ipc::host::LookCall::Presence, within); }), power_within);
    looks_.end(number_);
    if (waiting_.wait == nullptr && std::exchange(heeded_, watches) != watches)
        daemon_.send(ipc::host::Looked{number_, watches});
}

void Watcher::tell(ResponseCode now, std::chrono::milliseconds power_within) {
    if (std::exchange(last_, now) == now)
        return;
    ipc::host::Presence message = report(number_, now, ++changes_);
    if (now == ifd_abi::icc_present && power_within.count() != 0)
        power_up(message, power_within);
    daemon_.send(message);
}

void Watcher::power_up(ipc::host::Presence& message, std::chrono::milliseconds within) {
    looks_.end(number_);
    const Outcome outcome =
        slot_.power_up(changes_, atr_, [&] { looks_.begin(number_, ipc::host::LookCall::Power, within); });
    message.powering = ipc::host::Powering::Tried;
    message.power_code = static_cast<std::int32_t>(outcome.code);
    message.atr = outcome.bytes;
}

}  // namespace scrm::ifd_host
