#include "tools/scrmctl/stop_signal.hpp"

#include <pthread.h>

#include <chrono>

namespace scrm::tools {
namespace {

/// Sent to the waiting thread alone; it stays blocked, so that it can come at any time.
constexpr int wake_up = SIGUSR1;

}  // namespace

StopSignal::StopSignal(SCARDCONTEXT context) : context_(context) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    sigset_t blocked = signals_;
    sigaddset(&blocked, wake_up);
    pthread_sigmask(SIG_BLOCK, &blocked, &former_mask_);
    thread_ = std::thread(&StopSignal::wait_and_cancel, this);
}

StopSignal::~StopSignal() {
    {
        const std::lock_guard lock(mutex_);
        finishing_ = true;
    }
    finishing_changed_.notify_one();
    pthread_kill(thread_.native_handle(), wake_up);
    thread_.join();
    pthread_sigmask(SIG_SETMASK, &former_mask_, nullptr);
}

bool StopSignal::finishing() {
    const std::lock_guard lock(mutex_);
    return finishing_;
}

void StopSignal::wait_and_cancel() {
    sigset_t awaited = signals_;
    sigaddset(&awaited, wake_up);
    int signal = wake_up;
    while (signal == wake_up) {
        if (finishing()) {
            return;
        }
        sigwait(&awaited, &signal);
    }
    received_ = true;
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);

    // A wait that begins only now misses a cancel that came before it: cancel until nobody waits any more.
    constexpr std::chrono::milliseconds pause{20};
    std::unique_lock lock(mutex_);
    while (!finishing_) {
        lock.unlock();
        SCardCancel(context_);
        lock.lock();
        finishing_changed_.wait_for(lock, pause, [this] { return finishing_; });
    }
}

}  // namespace scrm::tools
