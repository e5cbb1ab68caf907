// What becomes of a transaction that others mind: it is told, and ended if it has a limit
// (transaction_policy.hpp).
//
// One alarm a slot sees to that, set by whoever is kept waiting. It is left alone when the transaction ends
// in time, and looks anew when it rings: a card that many use in turn sets it once in many transactions.
#include "daemon/readers/slot.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm::readers {

void Slot::note_use(const CardHandle& handle) {
    if (all_.transactions.limits.idle && transactions_.held_by(handle))
        hold_watch_.used(transactions_.hold(), all_.clock.now());
}

void Slot::note_refusal(const CardHandle& handle) {
    hold_watch_.turned_away(transactions_.hold(), handle.client, all_.clock.now());
    card_.somebody_waits();
    watch_hold();
}

// Somebody is in line, or about to be.
void Slot::note_line() {
    hold_watch_.wanted(transactions_.hold(), all_.clock.now());
    card_.somebody_waits();
    watch_hold();
}

void Slot::watch_hold() {
    const auto next = hold_watch_.next(transactions_.hold());
    if (next && (!hold_alarm_->due() || *next < *hold_alarm_->due()))
        hold_alarm_->set(*next, [this] { look_at_hold(); });
}

void Slot::look_at_hold() {
    if (!transactions_.holder() || transactions_.seized())
        return;
    const Hold& hold = transactions_.hold();
    const TimePoint now = all_.clock.now();
    if (transactions_.waiting() > 0)
        hold_watch_.wanted(hold, now);
    else
        hold_watch_.line_is_empty(hold);
    if (card_.busy())
        hold_watch_.used(hold, now);
    switch (hold_watch_.due(hold, now)) {
        case HoldWatch::Due::Report:
            all_.transactions.report(describe_hold());
            break;
        case HoldWatch::Due::End:
            all_.transactions.report_end(describe_hold());
            end_hold();
            break;
        case HoldWatch::Due::Nothing:
            break;
    }
    watch_hold();
}

LongHold Slot::describe_hold() const {
    return {name_, transactions_.holder()->client,
            std::chrono::duration_cast<Milliseconds>(all_.clock.now() - transactions_.hold().since),
            transactions_.clients_waiting(), hold_watch_.turned_away()};
}

// From now on its holder is told of the reset; a command that is under way is let finish first.
void Slot::end_hold() {
    for (CardHandle* handle : handles_)
        if (transactions_.held_by(*handle)) {
            handle->lost_transaction = true;
            if (handle->news == CardNews::None)
                handle->news = CardNews::Reset;
        }
    transactions_.seize();
    drivers::spawn(all_.loop, reset_and_hand_over(shared_from_this()));
}

drivers::Awaitable<void> Slot::reset_and_hand_over(std::shared_ptr<Slot> slot) {
    (void)co_await slot->restart(ResetKind::Warm, nullptr);
    slot->transactions_.release();
    slot->switch_off_when_unused();  // everybody may have left meanwhile
}

std::unique_ptr<Alarm> Slot::limit_wait(const HandlePtr& handle, Wanted wanted) {
    const auto& limit = all_.transactions.limits.connect;
    if (wanted != Wanted::Connection || !limit)
        return nullptr;
    auto alarm = all_.clock.make_alarm();
    alarm->set(all_.clock.now() + *limit, [this, handle] { transactions_.abandon(*handle, Turn::TooLong); });
    return alarm;
}

Obstacle Slot::in_the_way_of(const CardHandle& handle) const {
    if (transactions_.held_by_other(handle))
        return {Obstacle::Kind::Transaction, {transactions_.holder()->client}};
    Obstacle obstacle;
    for (const CardHandle* other : handles_)
        if (other != &handle)
            obstacle.clients.push_back(other->client);
    if (!obstacle.clients.empty())
        obstacle.kind = sharing_.exclusive() ? Obstacle::Kind::Exclusive : Obstacle::Kind::Shared;
    return obstacle;
}

}  // namespace scrm::readers
