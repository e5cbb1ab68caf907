// Where a verb waits: until a time of its own, its deadline, or an interruption.
#pragma once

#include <memory>
#include <optional>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/slot.hpp"

namespace scrm::virtual_reader {

/// A time that never comes.
inline constexpr drivers::Deadline never = drivers::Deadline::max();

/// Tells whether coroutines are still inside: each holds a token, which outlives the counter if it must.
class UnderWay {
  public:
    [[nodiscard]] std::shared_ptr<void> enter() const { return token_; }
    [[nodiscard]] bool any() const { return token_.use_count() > 1; }

  private:
    std::shared_ptr<void> token_ = std::make_shared<char>();
};

class VerbWait {
  public:
    explicit VerbWait(const drivers::Executor& executor) : timer_(executor) {}

    /// Success at `ready`, DeadlinePassed if `deadline` comes first, or what interrupt() was told.
    drivers::Awaitable<drivers::Result<void>> until(drivers::Deadline ready, drivers::Deadline deadline);

    /// Ends the wait under way, if any; of several reasons the first counts, but DeviceGone before all.
    void interrupt(drivers::DriverError reason);
    [[nodiscard]] bool under_way() const { return under_way_.any(); }

  private:
    drivers::Timer timer_;
    std::optional<drivers::DriverError> interruption_;
    UnderWay under_way_;
};

}  // namespace scrm::virtual_reader
