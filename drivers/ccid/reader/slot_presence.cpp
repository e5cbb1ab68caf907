// How a slot knows whether a card is in it. Three things tell: interrupt messages, looks (GetSlotStatus), and
// the card status in every answer. Only looks are believed; the others are reasons to look.
#include "drivers/api/spawn.hpp"
#include "drivers/ccid/reader/ccid_slot.hpp"

namespace scrm::ccid {

using drivers::Awaitable;

// Before the first look there is nothing to make good: that look is to come, and tells what is.
void CcidSlot::noticed(SlotNotice notice) {
    if (gone_ || !looked_ || (!notice.changed && notice.present == presence_.present()))
        return;
    if (!notice.present)
        port_.hurry(talk_.slot());
    drivers::spawn(executor_, look_behind(inside_));
}

Awaitable<void> CcidSlot::look_behind(std::shared_ptr<void>) {
    co_await look();
}

// One look at a time; what is noticed meanwhile is worth another.
Awaitable<void> CcidSlot::look() {
    if (std::exchange(looking_, true)) {
        look_again_ = true;
        co_return;
    }
    looked_ = true;
    const auto under_way = look_.begin(drivers::Deadline::max());
    do {
        look_again_ = false;
        const Milliseconds patience{
            std::max<std::int64_t>(facts_.timing.reply.count(), facts_.quirks.reply_ms)};
        const auto answer = co_await look_.ask(plain_command(CommandType::GetSlotStatus), patience);
        if (answer && !gone_) {
            status_ = answer->card;
            card_is(answer->card);
        }
    } while (look_again_ && !gone_);
    looking_ = false;
}

void CcidSlot::card_is(CardStatus status) {
    const bool present = status != CardStatus::Absent;
    if (present && presence_.present()) {
        // A card that lost its power without our doing is another one, put in between two looks.
        if (status != CardStatus::Inactive || power_ != Power::On)
            return;
        forget_card();
        return presence_.swapped();
    }
    if (!present)
        forget_card();
    presence_.found(present);
}

void CcidSlot::saw(const Answer& answer) {
    const bool present = answer.card != CardStatus::Absent;
    status_ = answer.card;
    if (power_ == Power::On && answer.card == CardStatus::Inactive)
        power_ = Power::Lost;
    if (present != presence_.present() && !gone_)
        drivers::spawn(executor_, look_behind(inside_));
}

}  // namespace scrm::ccid
