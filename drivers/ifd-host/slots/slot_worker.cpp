#include "drivers/ifd-host/slots/slot_worker.hpp"

#include <cstring>
#include <thread>

#include "drivers/ifd-host/daemon_line/refusal.hpp"

namespace scrm::ifd_host {
namespace {

// The daemon sends a command when the one before it is answered or given up.
constexpr std::size_t most_waiting = 64;

// What handlers answer when a card was pulled.
bool may_mean_removal(ResponseCode code) {
    return code == ifd_abi::communication_error || code == ifd_abi::response_timeout ||
           code == ifd_abi::icc_not_present;
}

}  // namespace

SlotWorker::SlotWorker(OpenSlot& open, std::uint32_t number, Connection& daemon, LookLimits& looks,
                       Threads threads, std::unique_ptr<Exchange> exchange)
    : slot_(*open.slot),
      number_(number),
      daemon_(daemon),
      threads_(threads),
      watcher_(slot_, number, open.waiting, open.first_presence, daemon, looks),
      exchange_(std::move(exchange)) {}

void SlotWorker::start() {
    watcher_.start();
    if (threads_ == Threads::Own)
        std::thread([this] { run(); }).detach();
}

bool SlotWorker::take(const ipc::host::FromDaemon& command, ipc::MutableBytes packet) {
    if (threads_ == Threads::Callers) {
        serve(command, packet);
        return true;
    }
    return line_up({packet.begin(), packet.end()});
}

bool SlotWorker::take_exchange() {
    if (!exchange_)
        return false;
    if (threads_ == Threads::Own)
        return line_up({});
    serve_exchange();
    return true;
}

bool SlotWorker::line_up(std::vector<std::uint8_t> packet) {
    const std::scoped_lock lock(mutex_);
    queue_.push_back(std::move(packet));
    filled_.notify_one();
    return queue_.size() <= most_waiting;
}

// Ends with the process.
void SlotWorker::run() {
    for (;;) {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [this] { return !queue_.empty(); });
        std::vector<std::uint8_t> packet = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        if (packet.empty())
            serve_exchange();
        else
            serve(std::get<ipc::host::FromDaemon>(ipc::host::decode_from_daemon(packet)), packet);
    }
}

void SlotWorker::serve_exchange() {
    const auto code = exchange_->carry_out(slot_);
    if (!code)
        refuse(daemon_, "it left a command that cannot be one");
    if (may_mean_removal(*code))
        watcher_.look_now();
}

// What was in the packet may have been a PIN, so it does not stay.
void SlotWorker::serve(const ipc::host::FromDaemon& decoded, ipc::MutableBytes packet) {
    std::visit(
        [&]<class Message>(const Message& command) {
            if constexpr (SlotCommand<Message>) {
                const Outcome outcome = carry_out(command, slot_);
                daemon_.send(ipc::host::Answer{number_, command.sequence,
                                               static_cast<std::int32_t>(outcome.code), outcome.bytes});
                if (may_mean_removal(outcome.code))
                    watcher_.look_now();
            }
        },
        decoded);
    explicit_bzero(packet.data(), packet.size());
}

}  // namespace scrm::ifd_host
