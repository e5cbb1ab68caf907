// Serves one slot: its commands one after the other, and its watcher. Where slots are independent each worker
// has a thread, so that a slow slot does not hold the others; otherwise commands are carried out by who
// brings them, which saves a switch of threads for each.
#pragma once

#include <deque>

#include "drivers/ifd-host/slots/commands.hpp"
#include "drivers/ifd-host/slots/exchange.hpp"
#include "drivers/ifd-host/slots/reader.hpp"
#include "drivers/ifd-host/slots/watcher.hpp"

namespace scrm::ifd_host {

enum class Threads : std::uint8_t { Callers, Own };

class SlotWorker {
  public:
    SlotWorker(OpenSlot& open, std::uint32_t number, Connection& daemon, LookLimits& looks, Threads threads,
               std::unique_ptr<Exchange> exchange);

    /// From now on presence is reported, and commands may come.
    void start();

    /// A command for this slot, and the packet it was decoded from. False: too many are waiting.
    bool take(const ipc::host::FromDaemon& command, ipc::MutableBytes packet);
    /// The command that lies in the shared memory. False: there is no such memory, or too many are waiting.
    bool take_exchange();
    [[nodiscard]] Watcher& watcher() { return watcher_; }

  private:
    void run();
    void serve(const ipc::host::FromDaemon& decoded, ipc::MutableBytes packet);
    void serve_exchange();
    bool line_up(std::vector<std::uint8_t> packet);

    Slot& slot_;
    std::uint32_t number_;
    Connection& daemon_;
    Threads threads_;
    Watcher watcher_;
    std::unique_ptr<Exchange> exchange_;

    std::mutex mutex_;  // of the queue
    std::condition_variable filled_;
    std::deque<std::vector<std::uint8_t>> queue_;  // an empty one: the command lies in the shared memory
};

}  // namespace scrm::ifd_host
