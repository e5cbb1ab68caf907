#include "daemon/hosts/hosted_slot.hpp"

#include <algorithm>

#include "daemon/hosts/response_codes.hpp"
#include "drivers/ifd_abi/codes.hpp"

namespace scrm::hosts {

namespace host = ipc::host;
using drivers::AtrBytes;
using drivers::Bytes;
using drivers::Deadline;
using drivers::DriverError;
using drivers::MutableBytes;
using drivers::Protocol;
using drivers::Result;

namespace {

// SCARD_PROTOCOL_*
constexpr std::uint32_t protocol_t0 = 1;
constexpr std::uint32_t protocol_t1 = 2;

// As in SCARD_IO_HEADER.
std::uint32_t pci_of(Protocol protocol) {
    switch (protocol) {
        case Protocol::T0:
            return 0;
        case Protocol::T1:
            return 1;
        case Protocol::Raw:
            return 4;
    }
    return 4;
}

// A card that answers with more than an ATR can have has not answered.
HostedPresence::Answer answer_of(const host::Presence& presence) {
    if (presence.powering == host::Powering::NotTried)
        return std::nullopt;
    if (const auto error = error_of_power(presence.power_code))
        return *error;
    AtrBytes atr;
    if (presence.atr.size() > atr.data.size())
        return DriverError::CardMute;
    std::ranges::copy(presence.atr, atr.data.begin());
    atr.size = static_cast<std::uint8_t>(presence.atr.size());
    return atr;
}

std::uint32_t room_of(MutableBytes room) {
    return static_cast<std::uint32_t>(std::min(room.size(), host::max_bytes_size));
}

}  // namespace

HostedSlot::HostedSlot(const drivers::Executor& executor, const CurrentHost& host, std::uint32_t number,
                       const HandlerDeadlines& deadlines)
    : host_(host),
      number_(number),
      deadlines_(deadlines),
      verb_(executor),
      overdue_(executor),
      presence_(executor) {}

// Calls are numbered on from host to host; an answer is matched within its own host's life only, as its link
// ends with it.
template <class Message>
HostedSlot::Verb<std::size_t> HostedSlot::ask(Message message, Call call, Needs needs) {
    const auto under_way = verb_.begin();
    if (host::encoded_size(message) > host::max_message_size)
        co_return DriverError::NotSupported;
    if (!has_turn(needs)) {
        const auto turn = co_await await_turn(needs, call.deadline);
        if (!turn)
            co_return turn.error();
    }
    message.slot = number_;
    message.sequence = call.sequence = ++sequence_;
    call_ = call;
    powered_ = powered();
    presence_.forget_answer();
    host_.link->send(message);
    const auto ended = co_await verb_.wait(call.deadline);
    if (ended)
        co_return outcome_;
    call_ended_early(ended.error());
    co_return ended.error();
}

template <class Message>
HostedSlot::Verb<void> HostedSlot::tell(Message message, Call call, Needs needs) {
    const auto answer = co_await ask(message, call, needs);
    if (!answer)
        co_return answer.error();
    co_return Result<void>();
}

bool HostedSlot::has_turn(Needs needs) const {
    const bool served = host_.phase == HostPhase::Open && presence_.known() && !call_;
    return served && !verb_.device_gone() && (needs != Needs::PoweredCard || powered());
}

HostedSlot::Verb<void> HostedSlot::await_turn(Needs needs, Deadline deadline) {
    for (;;) {
        if (verb_.device_gone())
            co_return DriverError::DeviceGone;
        if (needs == Needs::PoweredCard && !powered())
            co_return DriverError::CardUnpowered;
        if (host_.phase == HostPhase::NotResponding)
            co_return DriverError::CommunicationFailed;
        if (has_turn(needs))
            co_return Result<void>();
        hurry(std::chrono::steady_clock::now() + deadlines_.calls.contended_exchange);
        const auto woken = co_await verb_.wait(deadline);
        if (!woken)
            co_return woken.error();
    }
}

void HostedSlot::call_ended_early(DriverError why) {
    if (!call_)
        return;
    call_->room = {};
    call_->abandoned = true;
    if (why == DriverError::DeadlinePassed) {
        powered_ = false;
        host_.link->kill(overdue_text());
    } else {
        watch_abandoned_call();
    }
}

void HostedSlot::watch_abandoned_call() {
    host_.link->kill_at(overdue_, call_->deadline, overdue_text());
}

std::string HostedSlot::overdue_text() const {
    return std::string("did not return from ") + call_->function + " in time";
}

void HostedSlot::take(const host::Answer& answer) {
    if (!call_ || call_->sequence != answer.sequence)
        return;
    const Call call = *std::exchange(call_, std::nullopt);
    if (call.abandoned) {
        overdue_.cancel();
        return verb_.nudge();
    }
    if (const auto error = call.error_of(answer.code)) {
        outcome_ = *error;
    } else if (answer.bytes.size() > call.room.size()) {
        outcome_ = DriverError::ResponseTooLong;
    } else {
        std::copy_n(answer.bytes.begin(), answer.bytes.size(), call.room.begin());
        outcome_ = answer.bytes.size();
    }
    verb_.answered();
}

// A host tells of movements, and no card is on when it comes but for the host's own doing.
void HostedSlot::take(const host::Presence& presence) {
    ++movements_;
    powered_ = false;
    const HostedPresence::Answer answer = call_ ? std::nullopt : answer_of(presence);
    if (!presence_.known())
        verb_.nudge();
    presence_.told(presence.code == ifd_abi::icc_present, presence.changes, answer);
}

// On a card that is on, power on is off and on.
HostedSlot::Verb<AtrBytes> HostedSlot::power_on(Deadline deadline) {
    if (powered())
        (void)co_await power_down(deadline);
    co_return co_await power(host::PowerAction::PowerUp, Needs::Reader, deadline);
}

HostedSlot::Verb<AtrBytes> HostedSlot::reset(Deadline deadline) {
    return power(host::PowerAction::Reset, Needs::PoweredCard, deadline);
}

HostedSlot::Verb<AtrBytes> HostedSlot::power(host::PowerAction action, Needs needs, Deadline deadline) {
    AtrBytes atr;
    const host::Power message{.action = action};
    const Call call{"IFDHPowerICC", error_of_power, atr.data, deadline};
    const std::uint32_t movements = movements_;
    const auto size = co_await ask(message, call, needs);
    if (movements == movements_)  // else it was another card
        powered_ = size.has_value();
    if (!size)
        co_return size.error() == DriverError::ResponseTooLong ? DriverError::CardMute : size.error();
    atr.size = static_cast<std::uint8_t>(*size);
    co_return atr;
}

HostedSlot::Verb<void> HostedSlot::power_off(Deadline deadline) {
    return power_down(deadline);
}

HostedSlot::Verb<void> HostedSlot::power_down(Deadline deadline) {
    const host::Power message{.action = host::PowerAction::PowerDown};
    const Call call{"IFDHPowerICC", error_of_control, {}, deadline};
    const auto off = co_await tell(message, call, Needs::Reader);
    powered_ = false;
    co_return off;
}

HostedSlot::Verb<void> HostedSlot::select_protocol(Protocol protocol, Deadline deadline) {
    if (protocol == Protocol::Raw)
        co_return Result<void>();
    const host::SetProtocol message{.protocol = protocol == Protocol::T0 ? protocol_t0 : protocol_t1,
                                    .known = presence_.known_changes()};
    const Call call{"IFDHSetProtocolParameters", error_of_protocol, {}, deadline};
    co_return co_await tell(message, call, Needs::PoweredCard);
}

HostedSlot::Verb<std::size_t> HostedSlot::exchange(Protocol protocol, Bytes command, MutableBytes response,
                                                   Deadline deadline) {
    const host::Transmit message{.pci_protocol = pci_of(protocol),
                                 .room = room_of(response),
                                 .known = presence_.known_changes(),
                                 .command = command};
    return ask(message, Call{"IFDHTransmitToICC", error_of_exchange, response, deadline}, Needs::PoweredCard);
}

HostedSlot::Verb<std::size_t> HostedSlot::control(std::uint32_t code, Bytes input, MutableBytes output,
                                                  Deadline deadline) {
    const host::Control message{.code = code, .room = room_of(output), .input = input};
    return ask(message, Call{"IFDHControl", error_of_control, output, deadline}, Needs::Reader);
}

HostedSlot::Verb<std::size_t> HostedSlot::get_attribute(std::uint32_t id, MutableBytes value,
                                                        Deadline deadline) {
    const MutableBytes room = value.first(std::min(value.size(), ipc::attribute_size));
    const host::GetCapability message{.tag = id, .room = room_of(room)};
    return ask(message, Call{"IFDHGetCapabilities", error_of_control, room, deadline}, Needs::Reader);
}

HostedSlot::Verb<void> HostedSlot::set_attribute(std::uint32_t id, Bytes value, Deadline deadline) {
    const host::SetCapability message{.tag = id, .value = value};
    return tell(message, Call{"IFDHSetCapabilities", error_of_control, {}, deadline}, Needs::Reader);
}

// The interface of IFD handlers has no such function.
HostedSlot::Verb<void> HostedSlot::eject(Deadline) {
    co_return DriverError::NotSupported;
}

void HostedSlot::cancel() {
    verb_.fail(DriverError::Cancelled);
}

void HostedSlot::hurry(Deadline deadline) {
    if (!call_ || call_->deadline <= deadline)
        return;
    call_->deadline = deadline;
    if (call_->abandoned)
        watch_abandoned_call();
    else
        verb_.hurry(deadline);
}

void HostedSlot::host_lost() {
    const auto call = std::exchange(call_, std::nullopt);
    overdue_.cancel();
    ++movements_;
    powered_ = false;
    presence_.host_lost();
    watches_heeded_ = 0;
    if (call && !call->abandoned)
        verb_.fail(DriverError::CommunicationFailed);
    else
        verb_.nudge();
}

void HostedSlot::given_up() {
    presence_.given_up();
    verb_.nudge();
}

void HostedSlot::leave() {
    verb_.fail(DriverError::DeviceGone);
    overdue_.cancel();
    presence_.leave();
}

}  // namespace scrm::hosts
