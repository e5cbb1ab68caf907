// The orderly end, on a thread of its own: a call that does not return must not keep the handler from being
// told to close, nor the daemon from being told that it was.
#pragma once

#include <condition_variable>
#include <memory>
#include <vector>

#include "drivers/ifd-host/slots/slot_worker.hpp"

namespace scrm::ifd_host {

class Closing {
  public:
    explicit Closing(Connection& daemon) : daemon_(daemon) {}

    /// What is to be closed, from the moment it is open.
    void know(std::unique_ptr<Reader> reader, std::vector<std::unique_ptr<SlotWorker>> workers);
    [[nodiscard]] std::vector<std::unique_ptr<SlotWorker>>& workers() { return workers_; }

    /// The daemon's Close was received; begins.
    void begin(ipc::host::CloseReason reason);
    /// The daemon says no more. Its Close may lie unread behind commands that nobody will carry out, or be in
    /// the hands of the thread that receives; begins.
    void begin();

  private:
    void start_once();
    [[noreturn]] void run();
    ipc::host::CloseReason reason();

    Connection& daemon_;
    std::mutex mutex_;  // of all that follows
    std::condition_variable told_;
    std::optional<ipc::host::CloseReason> reason_;
    bool begun_ = false;
    std::unique_ptr<Reader> reader_;
    std::vector<std::unique_ptr<SlotWorker>> workers_;
};

}  // namespace scrm::ifd_host
