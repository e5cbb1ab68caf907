#include "daemon/readers/card.hpp"

#include "daemon/readers/protocol_choice.hpp"
#include "daemon/readers/time_budgets.hpp"

namespace scrm::readers {
void Card::mark_gone() {
    gone_ = true;
    driver_.cancel();
}

// No coroutine: whoever waits for a card waits for each that has to be resumed.
Outcome<drivers::Presence> Card::next_presence() {
    return driver_.presence_after(looked_ ? seen_moves_ + seen_lapses_ : ~std::uint64_t{0});
}

Movement Card::note(const drivers::Presence& presence) {
    const std::uint64_t moves = presence.changes - presence.lapses;
    const std::uint64_t lapses = presence.lapses - seen_lapses_;
    auto movement = Movement::Moved;
    if (!looked_ && presence.present) {
        state_.found_at_start();
    } else if (looked_ && moves == seen_moves_ && state_.present() && presence.present) {
        state_.lost_sight(lapses);
        movement = Movement::OutOfSight;
    } else if (looked_) {
        state_.moved(presence.present, moves - seen_moves_ + lapses);
    }
    looked_ = true;
    seen_moves_ = moves;
    seen_lapses_ = presence.lapses;
    if (state_.present() && presence.answer)
        (void)note_answer(*presence.answer, seen_moves_);
    return movement;
}

void Card::somebody_waits() {
    driver_.hurry(deadline_in(driver_.budgets().contended_exchange));
}

Outcome<void> Card::power_up() {
    const GatePass pass = co_await turn();
    co_return co_await power_up_inside();
}

Outcome<void> Card::power_up_inside() {
    if (gone_)
        co_return drivers::DriverError::DeviceGone;
    if (!state_.present())
        co_return drivers::DriverError::NoCard;
    if (state_.powered())
        co_return drivers::Result<void>();
    const std::uint64_t moves = seen_moves_;
    co_return note_answer(co_await driver_.power_on(deadline_in(driver_.budgets().power)), moves);
}

Outcome<void> Card::agree(std::uint32_t preferred) {
    const GatePass pass = co_await turn();
    if (const auto powered = co_await power_up_inside(); !powered)
        co_return powered;
    if (state_.protocol())
        co_return drivers::Result<void>();
    const auto choice = choose_protocol(state_.atr().bytes(), preferred);
    if (!choice)
        co_return drivers::DriverError::ProtocolNotSupported;
    auto agreed = co_await select(*choice);
    if (!agreed && agreed.error() == drivers::DriverError::CardUnpowered && !gone_) {
        if (const auto powered = co_await power_up_inside(); !powered)
            co_return powered;
        agreed = co_await select(*choice);
    }
    if (agreed || agreed.error() != drivers::DriverError::ProtocolNotSupported)
        co_return agreed;
    const auto unasked = unasked_protocol(state_.atr().bytes());
    if (unasked == choice || (to_mask(unasked) & preferred) == 0)
        co_return agreed;
    co_return co_await select(unasked);
}

Outcome<void> Card::select(drivers::Protocol protocol) {
    const std::uint64_t moves = seen_moves_;
    const auto agreed = co_await driver_.select_protocol(protocol, deadline_in(driver_.budgets().power));
    if (!agreed) {
        note_power_loss(agreed.error(), moves);
        if (agreed.error() != drivers::DriverError::NotSupported)
            co_return why(agreed.error());
        // A reader that cannot be told what to speak speaks what the card speaks unasked.
        if (protocol != unasked_protocol(state_.atr().bytes()))
            co_return drivers::DriverError::ProtocolNotSupported;
    }
    if (moves != seen_moves_)
        co_return drivers::DriverError::NoCard;
    state_.agreed_on(protocol);
    co_return drivers::Result<void>();
}

Outcome<void> Card::restart(GatePass, ResetKind kind) {
    if (gone_)
        co_return drivers::DriverError::DeviceGone;
    if (!state_.present())
        co_return drivers::DriverError::NoCard;
    const std::uint64_t moves = seen_moves_;
    const drivers::Deadline deadline = deadline_in(driver_.budgets().power);
    if (kind == ResetKind::Warm && state_.powered()) {
        const auto atr = co_await driver_.reset(deadline);
        if (atr || atr.error() != drivers::DriverError::CardUnpowered)
            co_return note_answer(atr, moves);
    }
    co_return note_answer(co_await driver_.power_on(deadline), moves);
}

Outcome<void> Card::switch_off(GatePass) {
    if (gone_)
        co_return drivers::DriverError::DeviceGone;
    const auto off = co_await driver_.power_off(deadline_in(driver_.budgets().power));
    state_.switched_off();
    co_return off;
}

Outcome<void> Card::eject() {
    const GatePass pass = co_await turn();
    if (gone_)
        co_return drivers::DriverError::DeviceGone;
    auto ejected = co_await driver_.eject(deadline_in(driver_.budgets().power));
    if (!ejected && !gone_)
        ejected = co_await driver_.power_off(deadline_in(driver_.budgets().power));
    state_.switched_off();
    co_return ejected;
}

// `moves` is what had moved when the driver began. If more has by now, the answer is of a card that left.
drivers::Result<void> Card::note_answer(const drivers::Result<drivers::AtrBytes>& atr, std::uint64_t moves) {
    if (gone_)
        return drivers::DriverError::DeviceGone;
    if (moves != seen_moves_)
        return drivers::DriverError::NoCard;
    if (atr) {
        state_.answered(*atr);
        return {};
    }
    if (atr.error() != drivers::DriverError::NoCard)
        state_.stayed_mute();
    return atr.error();
}

// A driver whose process ended, or that gave up a command, has lost what the card was doing.
void Card::note_power_loss(drivers::DriverError error, std::uint64_t moves) {
    if (error != drivers::DriverError::CardUnpowered || moves != seen_moves_ || !state_.powered())
        return;
    state_.switched_off();
    power_lost_();
}

// Drivers are cancelled when their device goes; then it is the going that counts.
drivers::DriverError Card::why(drivers::DriverError error) const {
    return gone_ ? drivers::DriverError::DeviceGone : error;
}

}  // namespace scrm::readers
