#include "drivers/ccid/reader/ccid_slot.hpp"

#include <boost/asio/post.hpp>

#include "drivers/ccid/card/negotiation.hpp"

namespace scrm::ccid {

using drivers::AtrBytes;
using drivers::Awaitable;
using drivers::DriverError;
using drivers::Presence;
using drivers::Result;

CcidSlot::CcidSlot(const drivers::Executor& executor, CommandPort& port, std::uint8_t index,
                   ReaderFacts& facts)
    : facts_(facts),
      port_(port),
      executor_(executor),
      talk_(executor, port, index, facts.timing, [this](const Answer& answer) { saw(answer); }),
      look_(executor, port, index, facts.timing, [](const Answer&) {}),
      presence_(executor) {}

CcidSlot::Verb<Presence> CcidSlot::presence_after(std::uint64_t seen) {
    return presence_.after(seen);
}

CcidSlot::Verb<AtrBytes> CcidSlot::power_on(Deadline deadline) {
    const auto under_way = talk_.begin(deadline);
    if (gone_)
        co_return DriverError::DeviceGone;
    power_ = Power::Off;
    const auto card = co_await switch_on();
    co_return keep(card);
}

// Some readers must be told something before they treat the card as ISO has it.
CcidSlot::Verb<PoweredCard> CcidSlot::switch_on() {
    const PowerNow power = status_ == CardStatus::Inactive ? PowerNow::Off : PowerNow::Unknown;
    const auto card = co_await power_up(talk_, facts_.can.voltages, power);
    if (card || card.error() != DriverError::CommunicationFailed || facts_.quirks.power_on_escape.empty())
        co_return card;
    const auto told =
        co_await talk_.demand(escape_command(facts_.quirks.power_on_escape), facts_.timing.reply);
    if (!told)
        co_return told.error();
    co_return co_await power_up(talk_, facts_.can.voltages);
}

CcidSlot::Verb<AtrBytes> CcidSlot::reset(Deadline deadline) {
    const auto under_way = talk_.begin(deadline);
    if (const auto why = unusable())
        co_return *why;
    power_ = Power::Off;
    const auto card = co_await warm_reset(talk_, card_.voltage);
    co_return keep(card);
}

Result<AtrBytes> CcidSlot::keep(const Result<PoweredCard>& card) {
    card_ = {};
    if (gone_)
        return DriverError::DeviceGone;
    if (!card)
        return card.error();
    power_ = Power::On;
    card_ = {.atr = card->atr, .voltage = card->voltage, .line = {}};
    return card->atr;
}

CcidSlot::Verb<void> CcidSlot::power_off(Deadline deadline) {
    const auto under_way = talk_.begin(deadline);
    if (gone_)
        co_return DriverError::DeviceGone;
    forget_card();
    const auto off = co_await power_down(talk_);
    if (!off && off.error() == DriverError::NoCard)
        co_return Result<void>();
    co_return off;
}

CcidSlot::Verb<void> CcidSlot::select_protocol(Protocol protocol, Deadline deadline) {
    const auto under_way = talk_.begin(deadline);
    if (const auto why = unusable())
        co_return *why;
    std::uint8_t number = protocol == Protocol::T1 ? 1 : 0;
    if (protocol == Protocol::Raw) {
        const auto atr = iso7816::parse_atr(card_.atr.bytes());
        const auto* parsed = std::get_if<iso7816::Atr>(&atr);
        number = parsed != nullptr ? parsed->first_protocol() : 0;
    }
    const PoweredCard card{.atr = card_.atr, .voltage = card_.voltage};
    power_ = Power::Off;  // on the way down the ladder it is switched off and on
    const auto line = co_await negotiate(talk_, facts_, card, number);
    if (gone_)
        co_return DriverError::DeviceGone;
    if (card_.atr.size == 0)  // it left meanwhile
        co_return DriverError::NoCard;
    // A card that was not even asked is as it was; any other has been left in the middle of it.
    const bool unharmed = line || line.error() == DriverError::ProtocolNotSupported;
    power_ = unharmed ? Power::On : Power::Lost;
    if (!line)
        co_return line.error();
    card_.line = std::make_shared<CardLine>(*line);
    co_return Result<void>();
}

CcidSlot::Verb<void> CcidSlot::set_attribute(std::uint32_t, Bytes, Deadline) {
    co_return gone_ ? DriverError::DeviceGone : DriverError::NotSupported;
}

CcidSlot::Verb<void> CcidSlot::eject(Deadline deadline) {
    const auto under_way = talk_.begin(deadline);
    constexpr std::uint32_t ejects = 2;
    constexpr std::uint8_t eject_function = 2;
    if (gone_)
        co_return DriverError::DeviceGone;
    if ((facts_.descriptor.mechanical & ejects) == 0)
        co_return DriverError::NotSupported;
    forget_card();
    const Command command{.type = CommandType::Mechanical, .specific = {eject_function, 0, 0}, .data = {}};
    const auto done = co_await talk_.demand(command, facts_.timing.power);
    if (!done)
        co_return done.error();
    co_return Result<void>();
}

void CcidSlot::cancel() {
    if (talk_.under_way())
        talk_.interrupt(DriverError::Cancelled);
}

std::optional<DriverError> CcidSlot::unusable() const {
    if (gone_)
        return DriverError::DeviceGone;
    if (!presence_.present())
        return DriverError::NoCard;
    if (power_ != Power::On)
        return DriverError::CardUnpowered;
    return std::nullopt;
}

void CcidSlot::forget_card() {
    power_ = Power::Off;
    card_ = {};
}

Awaitable<void> CcidSlot::switch_off_at_last(Deadline deadline) {
    cancel();
    while (talk_.under_way() && !gone_)
        co_await boost::asio::post(drivers::use_awaitable);
    if (power_ != Power::Off && !gone_)
        co_await power_off(deadline);
}

void CcidSlot::shut() {
    gone_ = true;
    talk_.interrupt(DriverError::DeviceGone);
    look_.interrupt(DriverError::DeviceGone);
    presence_.shut();
}

bool CcidSlot::busy() const {
    return inside_.use_count() > 1 || talk_.under_way() || look_.under_way() || presence_.under_way();
}

}  // namespace scrm::ccid
