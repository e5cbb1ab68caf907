// Where a verb waits: one timer is its deadline, the time of whatever it waits for, and the place to be woken
// at.
//
// The first reason to stop stands; only DeviceGone goes before all, and it stays. Whoever wakes a verb
// resumes nobody himself: the loop does in a later turn.
#pragma once

#include <memory>
#include <optional>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/slot.hpp"

namespace scrm::ccid {

class Patience {
  public:
    explicit Patience(const drivers::Executor& executor) : timer_(executor) {}

    /// A verb begins: what ended an earlier one is forgotten. Held for as long as it runs.
    [[nodiscard]] std::shared_ptr<void> begin(drivers::Deadline deadline);
    [[nodiscard]] bool under_way() const { return token_.use_count() > 1; }

    /// Until wake(), a reason to stop, or `moment`; which of them it was is the caller's to look up.
    drivers::Awaitable<void> until(drivers::Deadline moment);

    void wake();
    void interrupt(drivers::DriverError why);

    /// Why the verb must end, if it must.
    [[nodiscard]] std::optional<drivers::DriverError> ended() const;
    [[nodiscard]] drivers::Deadline deadline() const { return deadline_; }

  private:
    drivers::Timer timer_;
    drivers::Deadline deadline_ = drivers::Deadline::max();
    std::optional<drivers::DriverError> reason_;
    bool woken_ = false;
    std::shared_ptr<void> token_ = std::make_shared<char>();
};

}  // namespace scrm::ccid
