// Watches the card of one slot, on a thread of its own, as pcscd does: where the handler can wait for a card
// it is left to wait, and asked after each wait; elsewhere it is asked, as often as the daemon has said.
// Whenever its word differs the daemon is told. A card that has come is powered before, as the daemon would
// have it done next: that spares it a question and those who wait for the card the time for it.
#pragma once

#include <condition_variable>

#include "drivers/ifd-host/daemon_line/connection.hpp"
#include "drivers/ifd-host/slots/look_limits.hpp"
#include "drivers/ifd-host/slots/slot.hpp"

namespace scrm::ifd_host {

class Watcher {
  public:
    /// `first` is the handler's first word on the card.
    Watcher(Slot& slot, std::uint32_t number, const Waiting& waiting, ResponseCode first, Connection& daemon,
            LookLimits& looks);

    /// Reports `first` and begins, unless asked to stop already.
    void start();

    /// The handler is neither asked nor left to wait before the first of these.
    void set(const ipc::host::Watch& how);
    /// A command failed: perhaps the card has gone.
    void look_now();

    void ask_to_stop();
    /// Until the thread has left the handler; not for long, and not at all if the handler cannot be asked to
    /// let it go. pcscd cancels such a thread where the handler allows it; here the end of the process does.
    void await_stop();

  private:
    using Lock = std::unique_lock<std::mutex>;

    void run();
    void look();
    void tell(ResponseCode now, std::chrono::milliseconds power_within);
    void power_up(ipc::host::Presence& message, std::chrono::milliseconds within);
    void wait_in_handler(Lock& lock);
    void rest_until_asked(Lock& lock);
    bool is_stopping();

    Slot& slot_;
    std::uint32_t number_;
    Waiting waiting_;
    ResponseCode last_;
    std::uint64_t changes_ = 0;
    std::uint32_t heeded_ = 0;  // of how often it was told how to watch, in the last look that was told of
    TransferBuffer atr_;
    Connection& daemon_;
    LookLimits& looks_;

    std::mutex mutex_;  // of what follows
    std::condition_variable changed_;
    std::optional<ipc::host::Watch> how_;
    std::uint32_t watches_ = 0;  // so often it was told how
    bool look_now_ = false;
    bool stopping_ = false;
    bool running_ = false;
};

}  // namespace scrm::ifd_host
