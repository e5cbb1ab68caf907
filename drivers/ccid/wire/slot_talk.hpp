// What a slot's verbs are made of: commands to its one slot, under the patience of the verb that runs.
#pragma once

#include <functional>

#include "drivers/ccid/wire/command_port.hpp"
#include "drivers/ccid/wire/commands.hpp"

namespace scrm::ccid {

/// What a failed answer means to whoever asked.
[[nodiscard]] drivers::DriverError error_of(const Answer& answer);

class SlotTalk {
  public:
    /// Told of every answer, before whoever asked.
    using Witness = std::function<void(const Answer&)>;

    /// `port` must outlive it. `witness` is called on the loop.
    SlotTalk(const drivers::Executor& executor, CommandPort& port, std::uint8_t slot, const Timing& timing,
             Witness witness);

    [[nodiscard]] std::shared_ptr<void> begin(drivers::Deadline deadline) {
        return patience_.begin(deadline);
    }
    [[nodiscard]] bool under_way() const { return patience_.under_way(); }
    void interrupt(drivers::DriverError why) { port_.interrupt(patience_, why); }

    /// An answer, be it a refusal; its data lives until the next command. A slot that says it is busy is
    /// asked again for a while.
    drivers::Awaitable<drivers::Result<Answer>> ask(Command command, Milliseconds silence);
    /// The same, where a refusal is of no use.
    drivers::Awaitable<drivers::Result<Answer>> demand(Command command, Milliseconds silence);

    [[nodiscard]] const Timing& timing() const { return timing_; }
    [[nodiscard]] std::uint8_t slot() const { return slot_; }
    /// The loop's time goes by, unless the verb ends before.
    drivers::Awaitable<drivers::Result<void>> pause(Milliseconds time);

  private:
    CommandPort& port_;
    std::uint8_t slot_;
    Timing timing_;
    Witness witness_;
    Patience patience_;
};

}  // namespace scrm::ccid
