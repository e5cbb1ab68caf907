// Who has the slot to itself, and who is next: first come, first served, one wake-up per hand-over.
//
// Two kinds of turns wait in one line: to begin a transaction, and merely to connect (which takes nothing, so
// it lets the next in line go on). A transaction nests: n begins by its holder need n ends.
#pragma once

#include <deque>

#include "daemon/readers/card_handle.hpp"
#include "daemon/readers/hold_watch.hpp"
#include "drivers/api/wake_up.hpp"

namespace scrm::readers {

/// How a wait ended.
enum class Turn : std::uint8_t { Granted, ReaderGone, Abandoned, TooLong };

/// What is waited for.
enum class Wanted : std::uint8_t { Transaction, Connection };

class TransactionQueue {
  public:
    explicit TransactionQueue(const Clock& clock) : clock_(clock) {}

    [[nodiscard]] const CardHandle* holder() const { return holder_; }
    [[nodiscard]] bool held_by(const CardHandle& handle) const { return holder_ == &handle; }
    [[nodiscard]] bool held_by_other(const CardHandle& handle) const { return holder_ && holder_ != &handle; }
    [[nodiscard]] std::size_t waiting() const { return line_.size(); }
    [[nodiscard]] std::vector<Client> clients_waiting() const;
    /// The transaction that is held; only while there is a holder.
    [[nodiscard]] const Hold& hold() const { return hold_; }

    /// Whether `handle` need not wait; a transaction is then begun, or nested one deeper.
    bool try_take(const CardHandle& handle);
    /// One end for one begin; the last hands over. Only by the holder.
    void end(const CardHandle& handle);
    /// Ends all of the holder's begins at once.
    void end_all(const CardHandle& handle);
    /// Takes the transaction away from its holder. Nobody gets a turn until release().
    void seize();
    void release() { end_all(bailiff_); }
    [[nodiscard]] bool seized() const { return holder_ == &bailiff_; }

    /// Waits in line. Once Granted a Transaction is begun.
    drivers::Awaitable<Turn> wait(const CardHandle& handle, Wanted wanted);
    /// Sends every wait of `handle` home.
    void abandon(const CardHandle& handle, Turn how = Turn::Abandoned);
    /// The reader is gone: everybody is sent home, nobody holds anything.
    void close();

  private:
    struct Waiter {
        Waiter(const CardHandle& whose, Wanted what, const drivers::Executor& executor)
            : handle(&whose), wanted(what), wake(executor) {}
        const CardHandle* handle;
        Wanted wanted;
        drivers::WakeUp wake;
        Turn turn = Turn::Abandoned;
    };
    void begin(const CardHandle& handle);
    void hand_over();
    static void answer(Waiter& waiter, Turn turn);

    const Clock& clock_;
    CardHandle bailiff_;
    const CardHandle* holder_ = nullptr;
    unsigned depth_ = 0;
    Hold hold_;
    std::deque<Waiter*> line_;
};

}  // namespace scrm::readers
