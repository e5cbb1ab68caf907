// Notices a look for a card that does not end: no command waits for it, so nobody else would. Whoever goes
// into the handler to look says so; the attendant, which is never inside, waits on the descriptor.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <vector>

#include "ipc/host_messages.hpp"

namespace scrm::ifd_host {

class LookLimits {
  public:
    LookLimits();

    void begin(std::uint32_t slot, ipc::host::LookCall call, std::chrono::milliseconds within);
    void end(std::uint32_t slot);

    /// Ready to read when overdue() is to be asked.
    [[nodiscard]] int descriptor() const { return timer_; }
    /// A look that should be over. It stays one, and will be told again.
    std::optional<ipc::host::Overdue> overdue();

  private:
    using Time = std::chrono::steady_clock::time_point;
    struct Look {
        ipc::host::Overdue what;
        Time ends;
    };
    void set_timer(Time ends);

    int timer_;
    std::mutex mutex_;              // of what follows
    std::vector<Look> looks_;       // of one slot, one at most
    std::optional<Time> runs_out_;  // when the timer does, if it runs
};

}  // namespace scrm::ifd_host
