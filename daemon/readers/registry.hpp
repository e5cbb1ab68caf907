// All readers there are: their slots, their names, and the board that shows them.
#pragma once

#include <string_view>
#include <vector>

#include "daemon/readers/reader_name.hpp"
#include "daemon/readers/slot.hpp"

namespace scrm::readers {

/// The slots of one device, in order, as long as it is there.
struct RegisteredDevice {
    ReservedName name;
    std::vector<std::shared_ptr<Slot>> slots;
};

class Registry {
  public:
    /// `clock` is the loop's unless told otherwise.
    Registry(const drivers::Executor& loop, PowerPolicy power, TransactionPolicy transactions = {},
             std::unique_ptr<Clock> clock = nullptr);

    [[nodiscard]] EventBoard& board() { return board_; }
    [[nodiscard]] Clock& clock() { return *clock_; }
    [[nodiscard]] std::shared_ptr<Slot> find(std::string_view name) const;
    [[nodiscard]] std::size_t slot_count() const { return slots_.size(); }

    /// Takes in an open device and starts to follow its cards.
    RegisteredDevice add(std::shared_ptr<drivers::ReaderDevice> device);
    /// Takes its slots off the board; every waiter is answered.
    void remove(const RegisteredDevice& device);

    /// Every device that was there at the start is open with its card known, or has failed. Clients'
    /// questions about readers wait for it, so that the first client of an on-demand start misses none.
    [[nodiscard]] bool settled() const { return settled_; }
    void settle();
    drivers::Awaitable<void> await_settled();

  private:
    std::unique_ptr<Clock> clock_;
    EventBoard board_;
    Surroundings surroundings_;
    ReaderNames names_;
    std::vector<std::shared_ptr<Slot>> slots_;
    bool settled_ = false;
    std::vector<drivers::WakeUp*> settle_waiters_;
};

}  // namespace scrm::readers
