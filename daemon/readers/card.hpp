// The card in one slot, as the driver lets us reach it: one command at a time, and what each did to its
// state.
//
// Knows nothing of clients. Bytes handed out live in the slot's own buffer and are valid until the caller
// suspends.
#pragma once

#include <functional>
#include <memory>

#include "daemon/readers/card_state.hpp"
#include "daemon/readers/gate.hpp"

namespace scrm::readers {

template <class T>
using Outcome = drivers::Awaitable<drivers::Result<T>>;

enum class ResetKind : std::uint8_t { Warm, Cold };

enum class Movement : std::uint8_t {
    Moved,      // a card came or went, or both
    OutOfSight  // the card that was in is in, but nobody watched it for a while; it has lost its state
};

/// Whether the settings let whoever sends a reader command send those of the reader's maker.
enum class Trust : std::uint8_t { Ordinary, MayEscape };

class Card {
  public:
    /// `power_lost` is called when it turns out that a card which was on has lost its power behind our back.
    Card(drivers::Slot& driver, std::function<void()> power_lost)
        : driver_(driver), power_lost_(std::move(power_lost)) {}

    [[nodiscard]] const CardState& state() const { return state_; }
    [[nodiscard]] bool gone() const { return gone_; }
    /// A command is under way.
    [[nodiscard]] bool busy() const { return gate_.taken(); }
    /// The device has left: every later verb fails with DeviceGone.
    void mark_gone();

    /// Waits for the next movement, of which note() is to be told. The first call returns at once with what
    /// is in. Only DeviceGone is an error.
    Outcome<drivers::Presence> next_presence();
    /// Takes note of a movement; nothing has been powered yet but by the driver.
    Movement note(const drivers::Presence& presence);
    /// Powers the card unless it is on.
    Outcome<void> power_up();
    /// Powers the card, agrees on the best of `preferred` (SCARD_PROTOCOL_* mask) unless a protocol is in
    /// force.
    Outcome<void> agree(std::uint32_t preferred);
    /// Out of the reader; switched off where the reader cannot eject.
    Outcome<void> eject();

    /// The way through to the driver, for verbs whose callers look again, once they are through, whether what
    /// they are about to do is still right.
    drivers::Awaitable<GatePass> turn() {
        if (gate_.taken())
            somebody_waits();
        return gate_.enter();
    }
    std::optional<GatePass> try_turn() { return gate_.try_enter(); }
    /// Somebody else wants the slot: the command under way may not take as long as it was promised.
    void somebody_waits();
    [[nodiscard]] bool wanted() const { return gate_.waiting() > 0; }
    Outcome<void> restart(GatePass turn, ResetKind kind);
    Outcome<void> switch_off(GatePass turn);
    [[nodiscard]] drivers::TimeBudgets budgets() const { return driver_.budgets(); }
    /// The busiest way to the card costs no coroutine of its own: whoever has the turn awaits exchange() and
    /// makes of it what answer_to() says.
    struct Sent {
        std::uint64_t moves;  // of cards, before
    };
    [[nodiscard]] Sent sent() const { return {seen_moves_}; }
    Outcome<std::size_t> exchange(drivers::Protocol protocol, drivers::Bytes command,
                                  drivers::Deadline deadline);
    /// The whole answer, up to an extended APDU (ipc::max_payload_size).
    drivers::Result<drivers::Bytes> answer_to(Sent sent, const drivers::Result<std::size_t>& size);

    Outcome<drivers::Bytes> control(GatePass turn, std::uint32_t code, drivers::Bytes input, Trust trust);
    Outcome<drivers::Bytes> get_attribute(GatePass turn, std::uint32_t id);
    Outcome<void> set_attribute(GatePass turn, std::uint32_t id, drivers::Bytes value);

  private:
    Outcome<void> power_up_inside();
    Outcome<void> select(drivers::Protocol protocol);
    drivers::Result<void> note_answer(const drivers::Result<drivers::AtrBytes>& atr, std::uint64_t moves);
    void note_power_loss(drivers::DriverError error, std::uint64_t moves);
    [[nodiscard]] drivers::DriverError why(drivers::DriverError error) const;
    drivers::MutableBytes answer_room();
    [[nodiscard]] drivers::Result<drivers::Bytes> answer_in(drivers::MutableBytes room,
                                                            const drivers::Result<std::size_t>& size) const;

    drivers::Slot& driver_;
    std::function<void()> power_lost_;
    Gate gate_;
    CardState state_;
    std::uint64_t seen_moves_ = 0;  // those that were no lapses
    std::uint64_t seen_lapses_ = 0;
    bool looked_ = false;
    bool gone_ = false;
    std::unique_ptr<std::uint8_t[]> answer_;
};

}  // namespace scrm::readers
