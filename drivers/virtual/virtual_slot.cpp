#include "drivers/virtual/virtual_slot.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>

#include "drivers/api/awaitable.hpp"

namespace scrm::virtual_reader {
namespace {

namespace asio = boost::asio;
using drivers::AtrBytes;
using drivers::Deadline;
using drivers::DriverError;
using drivers::Presence;
using drivers::Result;

/// Faults that fail at once; the others need time or bytes.
std::optional<DriverError> failure(FaultKind kind) {
    switch (kind) {
        case FaultKind::Mute:
            return DriverError::CardMute;
        case FaultKind::Error:
            return DriverError::CommunicationFailed;
        case FaultKind::None:
        case FaultKind::Slow:
        case FaultKind::Garbage:
        case FaultKind::Hang:
            break;
    }
    return std::nullopt;
}

}  // namespace

VirtualSlot::VirtualSlot(const drivers::Executor& executor, VirtualReader& reader, std::size_t index)
    : reader_(reader),
      bay_(reader.bay(index)),
      index_(index),
      contact_(bay_),
      verb_(executor),
      presence_change_(executor, never) {
    presence_.present = contact_.present();
    bay_.watch(*this);
}

VirtualSlot::~VirtualSlot() {
    shut();
}

VirtualSlot::Verb<Presence> VirtualSlot::presence_after(std::uint64_t seen) {
    const auto inside = watching_.enter();
    while (!gone_ && presence_.changes == seen) {
        co_await presence_change_.async_wait(asio::as_tuple(drivers::use_awaitable));
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            co_return DriverError::Cancelled;
    }
    if (gone_)
        co_return DriverError::DeviceGone;
    co_return presence_;
}

VirtualSlot::Verb<AtrBytes> VirtualSlot::power_on(Deadline deadline) {
    if (gone_)
        co_return DriverError::DeviceGone;
    if (!contact_.present())
        co_return DriverError::NoCard;
    co_return co_await power_up(deadline);
}

VirtualSlot::Verb<AtrBytes> VirtualSlot::reset(Deadline deadline) {
    const auto card = powered_card();
    if (!card)
        co_return card.error();
    co_return co_await power_up(deadline);
}

VirtualSlot::Verb<AtrBytes> VirtualSlot::power_up(Deadline deadline) {
    contact_.power_off();
    const Fault fault = bay_.take_fault(Occasion::PowerUp);
    if (const auto error = failure(fault.kind))
        co_return *error;
    if (fault.kind == FaultKind::Hang)
        co_return (co_await verb_.until(never, deadline)).error();
    co_return contact_.power_up();
}

VirtualSlot::Verb<void> VirtualSlot::power_off(Deadline) {
    if (gone_)
        co_return DriverError::DeviceGone;
    contact_.power_off();
    co_return Result<void>();
}

VirtualSlot::Verb<void> VirtualSlot::select_protocol(Protocol protocol, Deadline) {
    const auto card = powered_card();
    if (!card)
        co_return card.error();
    co_return contact_.agree(protocol);
}

VirtualSlot::Verb<std::size_t> VirtualSlot::exchange(Protocol protocol, Bytes command, MutableBytes response,
                                                     Deadline deadline) {
    const auto card = powered_card();
    if (!card)
        co_return card.error();
    const auto transport = contact_.spoken(protocol);
    if (!transport)
        co_return transport.error();
    const Fault fault = bay_.take_fault(Occasion::Exchange);
    if (const auto error = failure(fault.kind))
        co_return *error;
    if (fault.kind == FaultKind::Hang)
        co_return (co_await verb_.until(never, deadline)).error();

    const CardReply reply = fault.kind == FaultKind::Garbage
                                ? garbage(response)
                                : (*card)->exchange(*transport, command, response);
    if (const auto delay = reply.delay + fault.delay; delay.count() != 0) {
        const auto waited = co_await verb_.until(std::chrono::steady_clock::now() + delay, deadline);
        if (!waited)
            co_return waited.error();
    }
    if (reply.size > response.size())
        co_return DriverError::ResponseTooLong;
    co_return reply.size;
}

VirtualSlot::Verb<std::size_t> VirtualSlot::control(std::uint32_t code, Bytes input, MutableBytes output,
                                                    Deadline) {
    if (gone_)
        co_return DriverError::DeviceGone;
    if (code == control_get_features)
        co_return std::size_t{0};
    if (code != control_echo)
        co_return DriverError::NotSupported;
    ResponseWriter answer(output);
    answer.put(input);
    if (answer.size() > output.size())
        co_return DriverError::ResponseTooLong;
    co_return answer.size();
}

VirtualSlot::Verb<std::size_t> VirtualSlot::get_attribute(std::uint32_t id, MutableBytes value, Deadline) {
    if (gone_)
        co_return DriverError::DeviceGone;
    co_return read_attribute(facts(), id, value);
}

VirtualSlot::Verb<void> VirtualSlot::set_attribute(std::uint32_t, Bytes, Deadline) {
    co_return gone_ ? DriverError::DeviceGone : DriverError::NotSupported;
}

VirtualSlot::Verb<void> VirtualSlot::eject(Deadline) {
    co_return gone_ ? DriverError::DeviceGone : DriverError::NotSupported;
}

void VirtualSlot::cancel() {
    verb_.interrupt(DriverError::Cancelled);
}

void VirtualSlot::shut() {
    if (gone_)
        return;
    gone_ = true;
    bay_.unwatch();
    verb_.interrupt(DriverError::DeviceGone);
    presence_change_.cancel();
}

void VirtualSlot::card_inserted() {
    presence_changed();
}

void VirtualSlot::card_removed() {
    presence_changed();
    verb_.interrupt(DriverError::NoCard);
}

void VirtualSlot::reader_gone() {
    shut();
}

Result<EmulatedCard*> VirtualSlot::powered_card() const {
    if (gone_)
        return DriverError::DeviceGone;
    return contact_.powered_card();
}

SlotFacts VirtualSlot::facts() const {
    SlotFacts facts;
    facts.reader_name = reader_.name();
    facts.slot_index = index_;
    if (contact_.present())
        facts.power = contact_.powered() ? SlotPower::Powered : SlotPower::Unpowered;
    if (contact_.powered()) {
        facts.atr = bay_.card()->atr().bytes();
        facts.transport = contact_.transport();
    }
    return facts;
}

/// A status word's worth of bytes at least, a short answer's at most.
CardReply VirtualSlot::garbage(MutableBytes response) {
    const std::size_t size = std::min<std::size_t>(2 + random_() % 257, response.size());
    for (std::uint8_t& byte : response.first(size))
        byte = static_cast<std::uint8_t>(random_() >> 8U & 0xFFU);
    return {.size = size};
}

void VirtualSlot::presence_changed() {
    contact_.power_off();
    presence_.present = contact_.present();
    ++presence_.changes;
    presence_change_.cancel();
}

}  // namespace scrm::virtual_reader
