// All readers there are: their slots, their names, and the board that shows them.
#pragma once

#include <string_view>
#include <vector>

#include "daemon/readers/reader_name.hpp"
#include "daemon/readers/slot.hpp"
#include "drivers/api/expectation.hpp"

namespace scrm::readers {

/// The slots of one device, in order, as long as it is there.
struct RegisteredDevice {
    ReservedName name;
    std::vector<std::shared_ptr<Slot>> slots;
};

/// What a device has before it is open: its name and its slots' places on the board.
struct Reservation {
    ReservedName name;
    std::vector<Position> places;
};

class Registry {
  public:
    /// `clock` is the loop's unless told otherwise.
    Registry(const drivers::Executor& loop, PowerPolicy power, TransactionPolicy transactions = {},
             NameRules names = {}, std::unique_ptr<Clock> clock = nullptr);

    [[nodiscard]] EventBoard& board() { return board_; }
    [[nodiscard]] Clock& clock() { return *clock_; }
    [[nodiscard]] std::shared_ptr<Slot> find(std::string_view name) const;
    [[nodiscard]] std::size_t slot_count() const { return slots_.size(); }

    /// In the order in which devices are found, so that equal readers keep their names although they open
    /// when they like. Ends in add() or give_back(). Nothing for a reader that is to be ignored.
    std::optional<Reservation> reserve(const drivers::Expectation& expected);
    void give_back(const Reservation& reservation);
    /// Takes in an open device and starts to follow its cards. A device that is not as it was expected gets
    /// another name, or other places. Nothing, and the reservation is given back, if it turns out to be
    /// ignored.
    std::optional<RegisteredDevice> add(std::shared_ptr<drivers::ReaderDevice> device,
                                        Reservation reservation);
    /// Takes its slots off the board; every waiter is answered.
    void remove(const RegisteredDevice& device);

    /// Every device that was there at the start is open with its card known, or has failed. Clients'
    /// questions about readers wait for it, so that the first client of an on-demand start misses none.
    [[nodiscard]] bool settled() const { return settled_; }
    void settle();
    drivers::Awaitable<void> await_settled();

    /// Settled, and not in doubt: clients may be told what the board shows.
    [[nodiscard]] bool answers() const { return settled_ && !freshness_.doubted(); }
    drivers::Awaitable<void> await_answers();
    [[nodiscard]] Freshness& freshness() { return freshness_; }

  private:
    void arrange();
    void move(Slot& slot, Position place);
    RegisteredDevice settle_in(const std::shared_ptr<drivers::ReaderDevice>& device,
                               const Reservation& reservation);

    std::unique_ptr<Clock> clock_;
    EventBoard board_;
    Freshness freshness_;
    Surroundings surroundings_;
    ReaderNames names_;
    std::vector<std::shared_ptr<Slot>> slots_;  // those of a device side by side
    bool settled_ = false;
    std::vector<drivers::WakeUp*> settle_waiters_;
};

}  // namespace scrm::readers
