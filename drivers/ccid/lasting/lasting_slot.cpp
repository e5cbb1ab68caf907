#include "drivers/ccid/lasting/lasting_slot.hpp"

#include <utility>

namespace scrm::ccid {

using drivers::AtrBytes;
using drivers::DriverError;
using drivers::Presence;

// Counts wrap around; that they differ is all that anybody asks of them.
LastingSlot::Verb<Presence> LastingSlot::presence_after(std::uint64_t seen) {
    const auto inside = inside_;
    while (!waiting_.device_gone()) {
        if (slot_ != nullptr) {
            const auto moved = co_await slot_->presence_after(seen - earlier_.changes);
            if (moved)
                co_return in_all(*moved);
        } else if (shown_.changes != seen) {
            co_return shown_;
        } else {
            drivers::WakeUp wake(executor_);
            movement_ = &wake;
            co_await wake.wait();
        }
    }
    co_return DriverError::DeviceGone;
}

template <class Call>
std::invoke_result_t<Call, CcidSlot&> LastingSlot::pass(Needs needs, Deadline deadline, Call call) {
    const auto under_way = waiting_.begin();
    while (true) {
        while (slot_ == nullptr) {
            if (const auto why = unserved(needs))
                co_return *why;
            const auto woken = co_await waiting_.wait(deadline);
            if (!woken)
                co_return woken.error();
        }
        const CcidSlot* const called = slot_;
        auto ended = co_await call(*slot_);
        if (waiting_.device_gone())
            co_return DriverError::DeviceGone;
        if (ended || ended.error() != DriverError::DeviceGone)
            co_return ended;
        if (needs != Needs::ReaderOrNext || called == slot_)
            co_return DriverError::CommunicationFailed;
    }
}

std::optional<DriverError> LastingSlot::unserved(Needs needs) const {
    if (waiting_.device_gone())
        return DriverError::DeviceGone;
    if (needs == Needs::PoweredCard)
        return DriverError::CardUnpowered;
    if (given_up_)
        return DriverError::CommunicationFailed;
    return std::nullopt;
}

LastingSlot::Verb<AtrBytes> LastingSlot::power_on(Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.power_on(deadline); };
    return pass(Needs::ReaderOrNext, deadline, call);
}

LastingSlot::Verb<AtrBytes> LastingSlot::reset(Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.reset(deadline); };
    return pass(Needs::PoweredCard, deadline, call);
}

LastingSlot::Verb<void> LastingSlot::power_off(Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.power_off(deadline); };
    return pass(Needs::Reader, deadline, call);
}

LastingSlot::Verb<void> LastingSlot::select_protocol(Protocol protocol, Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.select_protocol(protocol, deadline); };
    return pass(Needs::PoweredCard, deadline, call);
}

LastingSlot::Verb<std::size_t> LastingSlot::exchange(Protocol protocol, Bytes command, MutableBytes response,
                                                     Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.exchange(protocol, command, response, deadline); };
    return pass(Needs::PoweredCard, deadline, call);
}

LastingSlot::Verb<std::size_t> LastingSlot::control(std::uint32_t code, Bytes input, MutableBytes output,
                                                    Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.control(code, input, output, deadline); };
    return pass(Needs::Reader, deadline, call);
}

LastingSlot::Verb<std::size_t> LastingSlot::escape(std::uint32_t code, Bytes input, MutableBytes output,
                                                   Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.escape(code, input, output, deadline); };
    return pass(Needs::Reader, deadline, call);
}

LastingSlot::Verb<std::size_t> LastingSlot::get_attribute(std::uint32_t id, MutableBytes value,
                                                          Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.get_attribute(id, value, deadline); };
    return pass(Needs::Reader, deadline, call);
}

LastingSlot::Verb<void> LastingSlot::set_attribute(std::uint32_t id, Bytes value, Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.set_attribute(id, value, deadline); };
    return pass(Needs::Reader, deadline, call);
}

LastingSlot::Verb<void> LastingSlot::eject(Deadline deadline) {
    const auto call = [=](CcidSlot& slot) { return slot.eject(deadline); };
    return pass(Needs::Reader, deadline, call);
}

void LastingSlot::cancel() {
    if (slot_ != nullptr)
        slot_->cancel();
    else
        waiting_.fail(DriverError::Cancelled);
}

void LastingSlot::lost() {
    shown_ = in_all(slot_->presence());
    slot_ = nullptr;
}

// The card's watcher is woken first: whoever powers the card meanwhile finds that the lapse is known.
void LastingSlot::found(CcidSlot& next) {
    const Presence now = next.presence();
    earlier_.changes = shown_.changes + 1 - now.changes;
    earlier_.lapses = shown_.lapses + (now.present == shown_.present ? 1 : 0);
    given_up_ = false;
    slot_ = &next;
    tell();
    waiting_.nudge();
}

void LastingSlot::given_up() {
    given_up_ = true;
    if (std::exchange(shown_.present, false))
        ++shown_.changes;
    tell();
    waiting_.nudge();
}

void LastingSlot::leave() {
    slot_ = nullptr;
    waiting_.fail(DriverError::DeviceGone);
    tell();
}

Presence LastingSlot::in_all(const Presence& present) const {
    return {.present = present.present,
            .changes = earlier_.changes + present.changes,
            .lapses = earlier_.lapses + present.lapses};
}

void LastingSlot::tell() {
    if (movement_ != nullptr)
        std::exchange(movement_, nullptr)->fire();
}

}  // namespace scrm::ccid
