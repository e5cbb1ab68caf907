// A reader that is open, and the verbs of its slots as calls that return when they are done. Calls for one
// slot take turns; those for several slots go on side by side, from as many threads.
#pragma once

#include <deque>
#include <memory>
#include <mutex>

#include "drivers/ifd-scrm-ccid/driver_loop.hpp"
#include "drivers/ifd-scrm-ccid/slot_watch.hpp"

namespace scrm::ifd_handler {

class OpenReader : public std::enable_shared_from_this<OpenReader> {
  public:
    using Device = std::unique_ptr<drivers::ReaderDevice>;

    /// Opened, and it is known whether its slots hold cards.
    /// `loop` must outlive it.
    static drivers::Result<std::shared_ptr<OpenReader>> open(DriverLoop& loop,
                                                             const drivers::DeviceInfo& device);

    OpenReader(DriverLoop& loop, Device device);

    [[nodiscard]] std::size_t slots() const { return slots_.size(); }
    SlotWatch& watch(std::size_t slot) { return slots_[slot].watch; }

    using Deadline = drivers::Deadline;
    template <class T>
    using Verb = std::function<drivers::Awaitable<drivers::Result<T>>(drivers::Slot&, Deadline)>;
    using Budget = std::chrono::milliseconds drivers::TimeBudgets::*;

    /// The verb, once earlier ones of that slot have ended; then it has so much time.
    template <class T>
    drivers::Result<T> call(std::size_t slot, Budget budget, Verb<T> verb) {
        const std::lock_guard turn(slots_[slot].turn);
        return loop_.run<drivers::Result<T>>([&] {
            drivers::Slot& used = device_->slot(slot);
            return verb(used, std::chrono::steady_clock::now() + used.budgets().*budget);
        });
    }

    /// One slot is no longer wanted: its verb ends, its card is switched off.
    void leave(std::size_t slot);
    /// All of it. Calls under way end, later ones fail; ends when nobody is inside any more.
    void close();

  private:
    struct PerSlot {
        std::mutex turn;
        SlotWatch watch;
    };

    static drivers::Awaitable<void> watch_over(std::shared_ptr<OpenReader> self, std::size_t slot);

    DriverLoop& loop_;
    Device device_;
    std::deque<PerSlot> slots_;
};

}  // namespace scrm::ifd_handler
