// What holds when the loop is at rest, and in the end.
#include <algorithm>
#include <utility>

#include "ipc/codec.hpp"
#include "tests/simulation/referee.hpp"

namespace scrm::simulation {
namespace {

bool stands_in_line(const Call& call) {
    return call.kind == CallKind::Begin || (call.kind == CallKind::Connect && !call.handle->core->connected);
}

}  // namespace

bool Referee::calls_under_way(const SlotActor& slot) const {
    return std::ranges::any_of(stage_.calls,
                               [&](const Call& call) { return call.handle->where.get() == &slot; });
}

void Referee::look_around() {
    for (const auto& slot : stage_.slots()) {
        const auto record = ipc::decode_reader_state(stage_.registry->board().record(slot->position));
        const bool shown = record.name.front() != '\0';
        reader_events_ += shown && !slot->shown ? 1U : 0U;
        slot->shown = shown;
        const bool in_use = !slot->handles.empty() || slot->driver->busy() || calls_under_way(*slot);
        const std::uint64_t upheavals = slot->driver->upheavals();
        const bool was_in_use = std::exchange(slot->in_use, in_use);
        const std::uint64_t earlier_upheavals = std::exchange(slot->upheavals, upheavals);
        if (in_use || was_in_use || upheavals != earlier_upheavals)
            slot->last_use = stage_.clock->now();
        look_at_line(*slot);
    }
}

void Referee::look_at_line(SlotActor& slot) {
    const readers::TransactionQueue& line = slot.core->transactions();
    const bool somebody_waits = line.waiting() > 0 && line.holder() && !line.seized();
    const std::uint64_t hold = somebody_waits ? line.hold().number : 0;
    if (std::exchange(slot.line_hold, hold) != hold)
        slot.line_since = stage_.clock->now();
}

void Referee::check_at_rest() {
    look_around();
    for (const auto& slot : stage_.slots()) {
        stage_.journal.subject = slot->core->name();
        check_line(*slot);
        check_record(*slot);
        if (stage_.clock->next() && *stage_.clock->next() <= stage_.clock->now())
            continue;  // an alarm is about to ring
        check_power(*slot);
        check_limits(*slot);
        check_report(*slot);
    }
    for (const Call& call : stage_.calls)
        demand(!call.handle->where->gone || !stands_in_line(call), "nobody waits for a reader that is gone");
    demand(stage_.registry->board().reader_events() == (reader_events_ - 1) % 0x7FFF + 1,
           "readers that come and go are counted");
}

void Referee::check_line(const SlotActor& slot) {
    const readers::TransactionQueue& line = slot.core->transactions();
    std::size_t waiting = 0;
    for (const Call& call : stage_.calls)
        if (call.handle->where.get() == &slot && stands_in_line(call) && !call.told_to_stop)
            ++waiting;
    demand(line.waiting() >= waiting, "who waits is in line");
    demand(line.waiting() == 0 || line.holder(), "somebody holds what others wait for");
    if (!line.holder() || line.seized())
        return;
    const auto holder =
        std::ranges::find(slot.handles, line.holder(), [](const Handle* h) { return h->core.get(); });
    demand(holder != slot.handles.end(), "no slot is held by a handle that is not there any more");
    if (holder == slot.handles.end())
        return;
    demand((*holder)->depth > 0 || (*holder)->call, "nobody holds a slot without knowing it");
}

void Referee::check_record(const SlotActor& slot) {
    if (slot.driver->busy() || slot.driver->gone())
        return;
    namespace bits = ipc::slot_state;
    const SimSlot& driver = *slot.driver;
    const auto record = ipc::decode_reader_state(stage_.registry->board().record(slot.position));
    demand(slot.shown, "every reader is shown");
    demand(record.event_counter == static_cast<std::uint16_t>(driver.moves() - driver.first_moves()),
           "every movement of a card is counted");
    demand(((record.state & bits::present) != 0) == driver.present(), "a card is shown where one is");
    const bool powered = (record.state & bits::powered) != 0;
    demand(!powered || driver.powered() || driver.lost_power(), "no card is shown as powered that is off");
    demand(powered || !driver.powered(), "no card is on that is shown as off");
    if (powered && driver.powered())
        demand(std::ranges::equal(ipc::Bytes(record.atr).first(record.atr_size), driver.atr().bytes()),
               "the answer to reset that is shown is the card's");
    if (calls_under_way(slot))
        return;
    const bool exclusive =
        std::ranges::any_of(slot.handles, [](const Handle* handle) { return handle->exclusive; });
    demand(record.sharing == (exclusive ? -1 : static_cast<std::int32_t>(slot.handles.size())),
           "every handle is counted");
}

void Referee::check_power(const SlotActor& slot) {
    const bool unused = slot.handles.empty() && !slot.driver->busy() && !calls_under_way(slot);
    if (unused && slot.driver->powered() && stage_.power.off_after)
        demand(stage_.clock->now() <= slot.last_use + *stage_.power.off_after,
               "a card that nobody uses is switched off in time");
}

void Referee::check_limits(const SlotActor& slot) {
    const readers::TransactionQueue& line = slot.core->transactions();
    const readers::TimePoint now = stage_.clock->now();
    const Handle* holder = slot.holder();
    if (stage_.limits.hold && holder && line.waiting() > 0)
        demand(now <= line.hold().since + *stage_.limits.hold,
               "no transaction outlasts its limit while others wait");
    for (const Call& call : stage_.calls)
        if (stage_.limits.connect && call.handle->where.get() == &slot && call.kind == CallKind::Connect &&
            stands_in_line(call))
            demand(now <= call.begun + *stage_.limits.connect,
                   "nobody waits longer to connect than the limit");
}

void Referee::check_report(const SlotActor& slot) {
    if (slot.line_hold != 0)
        demand(slot.long_hold == slot.line_hold ||
                   stage_.clock->now() <= slot.line_since + *stage_.limits.report_after,
               "who keeps others waiting for long is told of");
}

void Referee::check_nothing_left(const std::vector<std::weak_ptr<readers::Slot>>& slots) {
    demand(stage_.calls.empty(), "every caller is answered");
    demand(stage_.registry->slot_count() == 0, "no reader is left");
    demand(stage_.registry->board().used() == 0, "no record is left");
    demand(stage_.clock->armed() == 0, "no alarm is left");
    for (const auto& slot : slots)
        demand(slot.expired(), "no slot is left");
    demand(stage_.loop.stopped(), "nothing is left for the loop to wait for");
}

}  // namespace scrm::simulation
