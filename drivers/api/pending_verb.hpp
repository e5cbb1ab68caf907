// A verb of a slot that waits for something outside the process: an answer, or one of the reasons to stop
// waiting.
//
// The first reason stands: an answer that came before the deadline is never thrown away, and a cancelled verb
// stays cancelled. Only the device's leaving goes before all, and it stays.
#pragma once

#include <memory>
#include <optional>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/slot.hpp"

namespace scrm::drivers {

class PendingVerb {
  public:
    /// Held by a verb for as long as it runs. Its end touches nothing of the slot, which may have gone first
    /// when a loop is destroyed with coroutines in it.
    using UnderWay = std::shared_ptr<void>;

    explicit PendingVerb(const Executor& executor) : timer_(executor) {}

    /// Starts a verb: what ended an earlier one is forgotten.
    [[nodiscard]] UnderWay begin();
    /// Suspends until the verb has a reason to end. Success means answered(), or nudge().
    Awaitable<Result<void>> wait(Deadline deadline);
    /// Wakes a verb that waits for its turn, to look again; ends nothing.
    void nudge();
    /// The verb that waits may wait until `deadline` at most.
    void hurry(Deadline deadline);

    void answered();
    void fail(DriverError why);

    [[nodiscard]] bool device_gone() const { return gone_; }
    [[nodiscard]] bool under_way() const { return token_.use_count() > 1; }

  private:
    void end(Result<void> how);

    Timer timer_;
    Deadline deadline_{};
    std::optional<Result<void>> ending_;
    bool nudged_ = false;
    bool gone_ = false;
    UnderWay token_ = std::make_shared<char>();
};

}  // namespace scrm::drivers
