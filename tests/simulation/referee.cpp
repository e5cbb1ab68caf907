#include "tests/simulation/referee.hpp"

#include <algorithm>
#include <utility>

namespace scrm::simulation {

using ipc::ResultCode;

void Referee::call_made(Call& call) {
    Handle& handle = *call.handle;
    call.number = ++calls_made_;
    call.was_lost = handle.lost;
    if (handle.holds())
        call.own_hold = handle.hold;
    if (const Handle* holder = handle.where->holder(); holder && holder != &handle)
        call.others_hold = holder->hold;
    const bool ends = call.kind == CallKind::End && handle.depth == 1;
    if (ends || call.kind == CallKind::Disconnect || call.kind == CallKind::Abandon)
        handle.leaving = true;
}

void Referee::answered(Call& call, ResultCode code) {
    stage_.journal.subject = call.handle->where->core->name();
    if (call.kind != CallKind::Abandon)
        check_reason(call, code);
    switch (call.kind) {
        case CallKind::Connect:
            return connect_answered(call, code);
        case CallKind::Reconnect:
            return reconnect_answered(call, code);
        case CallKind::Begin:
            return begin_answered(call, code);
        case CallKind::End:
            return end_answered(call, code);
        case CallKind::Disconnect:
            demand(code == ResultCode::Success, "a handle can always be given back");
            return handle_closed(*call.handle);
        case CallKind::Abandon:
            return handle_closed(*call.handle);
        case CallKind::Transmit:
        case CallKind::TransmitInTurn:
        case CallKind::Control:
        case CallKind::Status:
            return command_answered(call, code);
    }
}

// Some answers need a reason, whatever was asked.
void Referee::check_reason(const Call& call, ResultCode code) {
    const Handle& handle = *call.handle;
    const SimSlot& driver = *handle.where->driver;
    if (code == ResultCode::ReaderUnavailable)
        demand(handle.where->gone || driver.gone(), "no reader is called gone that is there");
    if (code == ResultCode::Cancelled)
        demand(call.told_to_stop, "nobody is sent home who did not ask for it");
    if (code == ResultCode::ResetCard && handle.open)
        demand(handle.lost || call.was_lost || handle.upheavals != driver.upheavals(),
               "nobody is told of a reset that never was");
    if (code == ResultCode::RemovedCard && handle.open)
        demand(handle.upheavals != driver.upheavals(), "nobody is told of a removal that never was");
}

void Referee::check_shares(const Handle& handle) {
    for (const Handle* other : handle.where->handles)
        if (other != &handle && other->open && !other->leaving)
            demand(!other->exclusive && !handle.exclusive,
                   "who has a card exclusively shares it with nobody");
}

// What the core has not found out about yet is still to be told: a movement, a loss of power.
void Referee::note_card(Handle& handle) {
    const SimSlot& driver = *handle.where->driver;
    const readers::CardState& known = handle.where->core->card_state();
    const bool moved = known.present() &&
                       known.events() != static_cast<std::uint16_t>(driver.moves() - driver.first_moves());
    handle.life = moved ? 0 : driver.life();
    handle.card_was_off = !known.powered();
    handle.upheavals = moved || driver.lost_power() ? 0 : driver.upheavals();
}

void Referee::connect_answered(Call& call, ResultCode code) {
    Handle& handle = *call.handle;
    if (code != ResultCode::Success)
        return handle_closed(handle);
    demand(!handle.where->gone, "nobody connects to a reader that is gone");
    handle.open = true;
    handle.exclusive = call.mode == readers::ShareMode::Exclusive;
    note_card(handle);
    check_shares(handle);
}

void Referee::reconnect_answered(Call& call, ResultCode code) {
    Handle& handle = *call.handle;
    command_answered(call, code);
    if (code != ResultCode::Success)
        return;
    handle.exclusive = call.mode == readers::ShareMode::Exclusive;
    handle.lost = false;
    note_card(handle);
    check_shares(handle);
}

void Referee::begin_answered(Call& call, ResultCode code) {
    Handle& handle = *call.handle;
    if (code == ResultCode::SharingViolation)
        demand(call.patience == readers::Patience::Refuse, "who is willing to wait is not turned away");
    if (code != ResultCode::Success)
        return;
    const Handle* holder = handle.where->holder();
    demand(!holder || holder == &handle, "two handles never hold a transaction");
    for (const Call& other : stage_.calls)
        if (handle.depth == 0 && other.kind == CallKind::Begin && other.handle->where == handle.where &&
            other.handle->call == &other && !other.told_to_stop)
            demand(other.number >= call.number, "first come, first served");
    ++handle.depth;
    handle.hold = handle.where->core->transactions().hold().number;
    demand(handle.where->core->transactions().held_by(*handle.core), "who was let in holds the slot");
}

void Referee::end_answered(Call& call, ResultCode code) {
    Handle& handle = *call.handle;
    const bool had_one = handle.depth > 0 && !handle.lost;
    if (had_one && !handle.where->gone)
        demand(code != ResultCode::NotTransacted && code != ResultCode::SharingViolation,
               "nobody's transaction ends but by himself, a limit, or the reader's end");
    if (handle.depth > 0)
        --handle.depth;
    handle.leaving = false;
}

void Referee::command_answered(const Call& call, ResultCode code) {
    const Handle& handle = *call.handle;
    const Handle* holder = handle.where->holder();
    const bool refused = code == ResultCode::SharingViolation;
    const bool others_throughout = holder && holder != &handle && holder->hold == call.others_hold;
    if (others_throughout && call.kind != CallKind::TransmitInTurn)
        demand(refused || code == ResultCode::ReaderUnavailable,
               "who has no transaction is refused while somebody else has one");
    if (call.own_hold != 0 && handle.holds() && handle.hold == call.own_hold &&
        call.mode != readers::ShareMode::Exclusive)
        demand(!refused, "who has a transaction is not refused");
    if (call.was_lost && call.kind != CallKind::Reconnect && call.kind != CallKind::Control)
        demand(code != ResultCode::Success, "who lost his transaction is told so until he reconnects");
}

void Referee::handle_closed(Handle& handle) {
    handle.open = false;
    handle.depth = 0;
    handle.where->last_use = stage_.clock->now();
    std::erase(handle.where->handles, &handle);
}

void Referee::hold_told(const readers::LongHold& hold) {
    for (const auto& slot : stage_.slots())
        if (slot->core->name() == hold.reader) {
            const std::uint64_t number = slot->core->transactions().hold().number;
            demand(slot->long_hold != number, "a transaction is told of once");
            slot->long_hold = number;
        }
}

void Referee::hold_ended(const readers::LongHold& hold) {
    for (const auto& program : stage_.programs)
        for (const auto& handle : program->handles)
            if (handle->number == hold.holder.pid) {
                demand(!handle->lost, "a transaction is ended once");
                handle->lost = true;
                handle->depth = 0;
            }
}

void Referee::slot_leaves(SlotActor& slot) {
    look_around();
    slot.gone = true;
    reader_events_ += slot.shown ? 1U : 0U;
    for (Handle* handle : slot.handles)
        handle->depth = 0;
}

void Referee::command_reached_card(const SlotActor& slot, std::uint32_t number) {
    stage_.journal.note("command of " + std::to_string(number) + " reaches '" + slot.core->name() + "'");
    command_reached_reader(slot, number);
    for (Handle* handle : slot.handles)
        if (handle->number == number && handle->open && !handle->leaving) {
            if (std::exchange(handle->card_was_off, false))
                handle->life = slot.driver->life();
            demand(handle->life == slot.driver->life(),
                   "no command reaches a card that was reset or changed behind its sender's back");
        }
}

void Referee::command_reached_reader(const SlotActor& slot, std::uint32_t number) {
    stage_.journal.subject = slot.core->name();
    const Handle* holder = slot.holder();
    demand(!holder || holder->number == number, "no command gets into somebody else's transaction");
}

void Referee::card_switched_off(const SlotActor& slot) {
    stage_.journal.subject = slot.core->name();
    const bool told_to = std::ranges::any_of(stage_.calls, [&](const Call& call) {
        return call.handle->where.get() == &slot && call.disposition != readers::Disposition::Leave;
    });
    for (const Handle* handle : slot.handles)
        demand(!handle->open || handle->leaving || told_to, "no card is switched off while somebody uses it");
}

}  // namespace scrm::simulation
