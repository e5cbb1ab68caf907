// Commands over the bulk pipes of a CCID reader, and which answer is whose.
//
// A reader takes one command per slot, and so many in all as it says (bMaxCCIDBusySlots). Answers come in any
// order; one is believed only if it names the slot and the number of a command that waits for it. Everything
// else (answers to what was given up, echoes of our own commands, noise) is counted and dropped.
//
// A reader says that it is still at work by time extensions. Each command has a watchdog that every sign of
// life sets anew; there is no sum of worst cases. A command that ends without its answer (watchdog, deadline,
// cancel, a frame that makes no sense) is given up behind its caller: Abort by control request and by
// message, two seconds for that at most, else both pipes are set right and emptied. The slot's next command
// waits for it.
#pragma once

#include <deque>
#include <memory>

#include "drivers/ccid/wire/capabilities.hpp"
#include "drivers/ccid/wire/command_port.hpp"
#include "drivers/ccid/wire/lane.hpp"
#include "drivers/usb/usb_interface.hpp"

namespace scrm::ccid {

/// For people who look into a reader that misbehaves.
struct FrameCounts {
    std::uint64_t dropped = 0;     // nobody waited for them
    std::uint64_t broken = 0;      // meant for a command, but nonsense
    std::uint64_t extensions = 0;  // "still at work"
    std::uint64_t aborts = 0;
};

class CommandQueue final : public CommandPort {
  public:
    /// `usb` must outlive the queue.
    CommandQueue(drivers::Executor executor, usb::Interface& usb, const Capabilities& can,
                 const Timing& timing);

    drivers::Awaitable<drivers::Result<Answer>> transact(Patience& who, std::uint8_t slot, Command command,
                                                         Milliseconds silence) override;
    void interrupt(Patience& who, drivers::DriverError why) override;
    void hurry(std::uint8_t slot) override;
    [[nodiscard]] bool works_silently() const override { return works_silently_; }
    void shut() override;
    [[nodiscard]] bool busy() const override { return inside_.use_count() > 1; }

    [[nodiscard]] const FrameCounts& counts() const { return counts_; }

  private:
    struct InLine {
        Patience* who;
        std::uint8_t slot;
    };

    drivers::Awaitable<drivers::Result<void>> enter(Patience& who, std::uint8_t slot);
    [[nodiscard]] bool may_begin(const Patience& who) const;
    drivers::Awaitable<drivers::Result<void>> send(Patience& who, Lane& lane);
    drivers::Awaitable<drivers::Result<Answer>> await_answer(Patience& who, Lane& lane, Milliseconds silence);
    void leave(Lane& lane);
    void give_up(std::uint8_t slot);
    void wake_line();

    drivers::Awaitable<void> recover(std::uint8_t slot, std::shared_ptr<void> inside);
    drivers::Awaitable<bool> abort(std::uint8_t slot);
    drivers::Awaitable<void> clear_pipes();

    void start_pump();
    drivers::Awaitable<void> pump(std::shared_ptr<void> inside);
    drivers::Awaitable<void> mend_pipe(usb::UsbStatus status);
    void deliver(Bytes frame);
    void deliver_fragment();
    void fail_all();

    drivers::Executor executor_;
    usb::Interface& usb_;
    Timing timing_;
    std::deque<Lane> lanes_;
    std::size_t busy_limit_;
    std::size_t under_way_ = 0;
    std::deque<InLine> line_;
    Patience* writer_ = nullptr;
    std::vector<std::uint8_t> incoming_;
    std::uint8_t next_sequence_ = 0;
    bool pumping_ = false;
    bool gone_ = false;
    bool works_silently_ = false;
    FrameCounts counts_;
    std::shared_ptr<void> inside_ = std::make_shared<char>();
};

}  // namespace scrm::ccid
