// The machine's clock, with alarms that ring on the loop.
#pragma once

#include "daemon/readers/clock.hpp"
#include "drivers/api/awaitable.hpp"

namespace scrm::readers {

class LoopClock final : public Clock {
  public:
    explicit LoopClock(const drivers::Executor& loop) : loop_(loop) {}

    [[nodiscard]] TimePoint now() const override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] std::unique_ptr<Alarm> make_alarm() override;

  private:
    drivers::Executor loop_;
};

}  // namespace scrm::readers
