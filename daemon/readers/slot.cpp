#include "daemon/readers/slot.hpp"

#include <algorithm>

#include "daemon/readers/protocol_choice.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm::readers {

using ipc::ResultCode;

namespace {

// One that did not answer says nothing about which it was.
bool answers_differ(const drivers::AtrBytes& one, const drivers::AtrBytes& other) {
    return one.size > 0 && other.size > 0 && !std::ranges::equal(one.bytes(), other.bytes());
}

}  // namespace

Slot::Slot(const Surroundings& surroundings, std::shared_ptr<drivers::ReaderDevice> device, std::size_t index,
           std::string name, Position position)
    : all_(surroundings),
      device_(std::move(device)),
      index_(index),
      name_(std::move(name)),
      position_(position),
      card_(device_->slot(index),
            [this] {
                tell(CardNews::Reset, nullptr);
                publish();
            }),
      transactions_(all_.clock),
      looked_(all_.loop),
      unused_alarm_(all_.clock.make_alarm()),
      hold_watch_(all_.transactions.limits),
      hold_alarm_(all_.clock.make_alarm()) {}

void Slot::start() {
    drivers::spawn(all_.loop, watch(shared_from_this()));
}

// Static, and given the slot to keep: it outlives the registry's interest in the slot.
drivers::Awaitable<void> Slot::watch(std::shared_ptr<Slot> slot) {
    Card& card = slot->card_;
    while (!slot->gone()) {
        const bool had_card = card.state().present();
        const auto presence = co_await card.next_presence();
        if (!presence)
            break;
        const Movement movement = card.note(*presence);
        // What a look for a card has found is shown when the card has answered.
        const drivers::Doubt doubt = slot->all_.freshness.share();
        const bool same_card = movement == Movement::OutOfSight;
        const drivers::AtrBytes before = card.state().atr();
        if (had_card)
            slot->tell(same_card ? CardNews::Reset : CardNews::Removed, nullptr);
        if (card.state().present() && !presence->answer) {
            slot->unused_alarm_->stop();
            (void)co_await card.power_up();  // a mute card is in the state, which is published next
        }
        if (same_card && answers_differ(before, card.state().atr()))
            slot->tell(CardNews::Removed, nullptr);
        slot->publish();
        slot->looked_.fire();
        slot->switch_off_when_unused();
    }
    slot->looked_.fire();
}

void Slot::leave() {
    card_.mark_gone();
    unused_alarm_->stop();
    hold_alarm_->stop();
    transactions_.close();
    all_.board.release(position_);
}

ResultCode Slot::usable(const CardHandle& handle) const {
    if (gone())
        return ResultCode::ReaderUnavailable;
    switch (handle.news) {
        case CardNews::Reset:
            return ResultCode::ResetCard;
        case CardNews::Removed:
            return ResultCode::RemovedCard;
        case CardNews::None:
            break;
    }
    return ResultCode::Success;
}

ResultCode Slot::free_for(const CardHandle& handle) {
    if (gone())
        return ResultCode::ReaderUnavailable;
    if (!transactions_.held_by_other(handle))
        return ResultCode::Success;
    note_refusal(handle);
    return ResultCode::SharingViolation;
}

ResultCode Slot::status(const CardHandle& handle) {
    const ResultCode free = free_for(handle);
    return free == ResultCode::Success ? usable(handle) : free;
}

bool Slot::alone(const CardHandle& handle) const {
    return std::ranges::all_of(handles_, [&](const CardHandle* other) { return other == &handle; });
}

// A removal outlasts a reset: it tells of a card that is not there any more.
void Slot::tell(CardNews news, const CardHandle* unaware) {
    for (CardHandle* handle : handles_)
        if (handle != unaware && handle->news != CardNews::Removed)
            handle->news = news;
}

void Slot::take_in(CardHandle& handle, ShareMode mode) {
    handle.mode = mode;
    handle.connected = true;
    sharing_.enter(mode);
    handles_.push_back(&handle);
    unused_alarm_->stop();
}

void Slot::let_go(CardHandle& handle) {
    transactions_.abandon(handle);
    transactions_.end_all(handle);
    if (!std::exchange(handle.connected, false))
        return;
    std::erase(handles_, &handle);
    sharing_.leave();
    publish();
    switch_off_when_unused();
}

void Slot::publish() {
    if (gone())
        return;
    const CardState& card = card_.state();
    ipc::ReaderState shown;
    shown.name = ipc::to_reader_name(name_);
    shown.event_counter = card.events();
    shown.state = card.wire_state();
    shown.sharing = sharing_.wire_value();
    shown.atr = card.atr().data;
    shown.atr_size = card.atr().size;
    shown.protocol = card.protocol() ? to_mask(*card.protocol()) : 0;
    all_.board.show(position_, shown);
}

void Slot::switch_off_when_unused() {
    const bool unused = !gone() && !sharing_.in_use() && card_.state().powered();
    const auto grace = unused ? all_.power.off_after_in(name_, card_.state().atr().bytes()) : std::nullopt;
    if (!grace)
        return unused_alarm_->stop();
    unused_alarm_->set(all_.clock.now() + *grace,
                       [this] { drivers::spawn(all_.loop, switch_off_unused(shared_from_this())); });
}

drivers::Awaitable<void> Slot::switch_off_unused(std::shared_ptr<Slot> slot) {
    GatePass turn = co_await slot->card_.turn();
    // Meanwhile a client may have come, or another card, which has its own time.
    if (slot->sharing_.in_use() || slot->unused_alarm_->due() || !slot->card_state().powered())
        co_return;
    (void)co_await slot->card_.switch_off(std::move(turn));
    slot->publish();
}

}  // namespace scrm::readers
