#include "drivers/ifd-host/closing.hpp"

#include <unistd.h>

#include <thread>

namespace scrm::ifd_host {
namespace {

using ipc::host::Close;
using ipc::host::CloseReason;

// How long the receiving thread may take from its last recv() to begin().
constexpr std::chrono::seconds patience{1};

std::optional<CloseReason> find_close(Connection& daemon) {
    const auto buffer = std::make_unique_for_overwrite<std::uint8_t[]>(receive_buffer_size);
    for (;;) {
        const Bytes packet = daemon.receive({buffer.get(), receive_buffer_size}, Wait::No);
        if (packet.empty())
            return std::nullopt;
        const auto decoded = ipc::host::decode_from_daemon(packet);
        if (const auto* message = std::get_if<ipc::host::FromDaemon>(&decoded))
            if (const auto* close = std::get_if<Close>(message))
                return close->reason;
    }
}

}  // namespace

void Closing::know(std::unique_ptr<Reader> reader, std::vector<std::unique_ptr<SlotWorker>> workers) {
    const std::scoped_lock lock(mutex_);
    reader_ = std::move(reader);
    workers_ = std::move(workers);
}

void Closing::begin(CloseReason reason) {
    {
        const std::scoped_lock lock(mutex_);
        reason_ = reason_.value_or(reason);
    }
    told_.notify_all();
    start_once();
}

void Closing::begin() {
    start_once();
}

void Closing::start_once() {
    const std::scoped_lock lock(mutex_);
    if (!begun_)
        std::thread([this] { run(); }).detach();
    begun_ = true;
}

CloseReason Closing::reason() {
    const auto unread = find_close(daemon_);
    std::unique_lock lock(mutex_);
    if (unread)
        return *unread;
    (void)told_.wait_for(lock, patience, [this] { return reason_.has_value(); });
    return reason_.value_or(CloseReason::Released);
}

void Closing::run() {
    const CloseReason why = reason();
    std::unique_lock lock(mutex_);
    for (const auto& worker : workers_)
        worker->watcher().ask_to_stop();
    for (const auto& worker : workers_)
        worker->watcher().await_stop();
    if (reader_)
        reader_->close(why);
    lock.unlock();
    daemon_.send(ipc::host::Closed{});
    daemon_.finish();
    _exit(0);
}

}  // namespace scrm::ifd_host
