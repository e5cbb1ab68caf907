// A reader as clients know it: a slot with its card, its handles, and the rules of sharing it.
//
// The verbs below are the PC/SC calls on a handle. Each answers with the code its client will get. They may
// suspend; afterwards the handle may have been closed and the reader may be gone, which they find out for
// themselves.
#pragma once

#include <string>
#include <vector>

#include "daemon/readers/card.hpp"
#include "daemon/readers/card_handle.hpp"
#include "daemon/readers/event_board.hpp"
#include "daemon/readers/freshness.hpp"
#include "daemon/readers/hold_watch.hpp"
#include "daemon/readers/obstacle.hpp"
#include "daemon/readers/power_policy.hpp"
#include "daemon/readers/transaction_queue.hpp"
#include "drivers/api/reader_device.hpp"
#include "ipc/result_code.hpp"

namespace scrm::readers {

using HandlePtr = std::shared_ptr<CardHandle>;
using CodeOutcome = drivers::Awaitable<ipc::ResultCode>;

/// What becomes of the card at the end of a handle or a transaction.
enum class Disposition : std::uint8_t { Leave = 0, Reset = 1, Unpower = 2, Eject = 3 };

/// Whether a verb may wait for other people's transactions.
enum class Patience : std::uint8_t { Wait, Refuse };

/// An answer with bytes; they are valid until the caller suspends, and empty unless `code` is Success.
struct Answer {
    ipc::ResultCode code = ipc::ResultCode::Success;
    drivers::Bytes bytes;
};
using AnswerOutcome = drivers::Awaitable<Answer>;

/// What all slots have in common; outlives them.
struct Surroundings {
    drivers::Executor loop;
    Clock& clock;
    EventBoard& board;
    Freshness& freshness;
    PowerPolicy power;
    TransactionPolicy transactions;
};

class Slot : public std::enable_shared_from_this<Slot> {
  public:
    /// `index` names one of the device's slots; the device lives as long as any of them is referred to.
    Slot(const Surroundings& surroundings, std::shared_ptr<drivers::ReaderDevice> device, std::size_t index,
         std::string name, Position position);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] bool gone() const { return card_.gone(); }
    [[nodiscard]] std::size_t index() const { return index_; }
    [[nodiscard]] Position position() const { return position_; }
    /// What the board shows of it has been moved there.
    void take_place(Position position) { position_ = position; }
    [[nodiscard]] const CardState& card_state() const { return card_.state(); }
    [[nodiscard]] const TransactionQueue& transactions() const { return transactions_; }

    /// Begins to follow the card, until the device goes.
    void start();
    /// Returns once the card's state at start, and its ATR, are known, or the device went.
    drivers::Awaitable<void> first_look() { return looked_.wait(); }
    /// The device has left: answers every waiter, leaves the board. Handles stay until their clients close
    /// them.
    void leave();

    CodeOutcome connect(HandlePtr handle, ShareMode mode, std::uint32_t protocols, Patience patience);
    CodeOutcome reconnect(HandlePtr handle, ShareMode mode, std::uint32_t protocols,
                          Disposition initialization);
    CodeOutcome disconnect(HandlePtr handle, Disposition disposition, Patience patience);
    /// The client is gone: like disconnect(Leave), but a transaction that was left open resets the card.
    drivers::Awaitable<void> abandon(HandlePtr handle);
    /// Whether a verb that may wait would have to, for another handle's transaction.
    [[nodiscard]] bool must_wait(const CardHandle& handle) const {
        return transactions_.held_by_other(handle);
    }
    /// Who is in the way of `handle` now.
    [[nodiscard]] Obstacle in_the_way_of(const CardHandle& handle) const;
    /// Sends home whatever `handle` waits for in line.
    void stop_waiting(const CardHandle& handle) { transactions_.abandon(handle); }

    /// Waits until no other handle has a transaction, and keeps it so until give_turn_back().
    CodeOutcome take_turn(HandlePtr handle);
    void give_turn_back(const CardHandle& handle) { transactions_.end(handle); }

    CodeOutcome begin(HandlePtr handle, Patience patience);
    CodeOutcome end(HandlePtr handle, Disposition disposition);
    /// What begin() and end() come to, if that takes no waiting: most do not, and save their coroutines so.
    std::optional<ipc::ResultCode> begin_at_once(const CardHandle& handle);
    std::optional<ipc::ResultCode> end_at_once(const CardHandle& handle, Disposition disposition);

    [[nodiscard]] ipc::ResultCode status(const CardHandle& handle);
    /// `protocol` is the SCARD_PROTOCOL_* the client wants to speak.
    AnswerOutcome transmit(HandlePtr handle, std::uint32_t protocol, drivers::Bytes command);
    AnswerOutcome control(HandlePtr handle, std::uint32_t code, drivers::Bytes input,
                          Trust trust = Trust::Ordinary);
    AnswerOutcome get_attribute(HandlePtr handle, std::uint32_t id);
    CodeOutcome set_attribute(HandlePtr handle, std::uint32_t id, drivers::Bytes value);

  private:
    [[nodiscard]] ipc::ResultCode usable(const CardHandle& handle) const;
    /// SharingViolation while another handle has a transaction, which takes note of whom it keeps waiting.
    [[nodiscard]] ipc::ResultCode free_for(const CardHandle& handle);
    [[nodiscard]] std::optional<drivers::Bytes> own_attribute(std::uint32_t id) const;
    [[nodiscard]] drivers::Deadline exchange_deadline() const;
    [[nodiscard]] bool alone(const CardHandle& handle) const;

    static drivers::Awaitable<void> watch(std::shared_ptr<Slot> slot);
    CodeOutcome wait_in_line(HandlePtr handle, Patience patience, Wanted wanted);
    CodeOutcome prepare_card(HandlePtr handle, ShareMode mode, std::uint32_t protocols);
    CodeOutcome dispose(Disposition disposition, const CardHandle* unaware);
    CodeOutcome restart(ResetKind kind, const CardHandle* unaware);
    CodeOutcome restart_inside(GatePass turn, ResetKind kind, const CardHandle* unaware);
    void tell(CardNews news, const CardHandle* unaware);
    void take_in(CardHandle& handle, ShareMode mode);
    void let_go(CardHandle& handle);
    void publish();
    /// Or never, if it is used. Not before clients are told of what came before.
    void switch_off_when_unused();
    static drivers::Awaitable<void> switch_off_unused(std::shared_ptr<Slot> slot);

    // slot_limits.cpp
    void note_use(const CardHandle& handle);
    void note_refusal(const CardHandle& handle);
    void note_line();
    void watch_hold();
    void look_at_hold();
    [[nodiscard]] LongHold describe_hold() const;
    void end_hold();
    static drivers::Awaitable<void> reset_and_hand_over(std::shared_ptr<Slot> slot);
    std::unique_ptr<Alarm> limit_wait(const HandlePtr& handle, Wanted wanted);

    const Surroundings& all_;
    std::shared_ptr<drivers::ReaderDevice> device_;
    std::size_t index_;
    std::string name_;
    Position position_;
    Card card_;
    Sharing sharing_;
    TransactionQueue transactions_;
    std::vector<CardHandle*> handles_;
    drivers::WakeUp looked_;
    std::unique_ptr<Alarm> unused_alarm_;
    HoldWatch hold_watch_;
    std::unique_ptr<Alarm> hold_alarm_;
};

}  // namespace scrm::readers
