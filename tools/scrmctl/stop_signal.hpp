// Ctrl-C while SCardGetStatusChange waits. SCardCancel may not be called from a signal handler, so the
// signals are blocked and a thread of its own waits for them; it then cancels the context's wait.
#pragma once

#include <winscard.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>

namespace scrm::tools {

/// One at a time, made before any other thread, so that all inherit the blocked signals.
class StopSignal {
  public:
    /// From now on SIGINT and SIGTERM end waits of `context` with SCARD_E_CANCELLED. A second one ends the
    /// program.
    explicit StopSignal(SCARDCONTEXT context);
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;
    /// SIGINT and SIGTERM do what they did before.
    ~StopSignal();

    [[nodiscard]] bool received() const { return received_; }

  private:
    void wait_and_cancel();
    [[nodiscard]] bool finishing();

    SCARDCONTEXT context_;
    sigset_t signals_{};
    sigset_t former_mask_{};
    std::atomic<bool> received_ = false;
    std::mutex mutex_;
    std::condition_variable finishing_changed_;
    bool finishing_ = false;
    std::thread thread_;
};

}  // namespace scrm::tools
