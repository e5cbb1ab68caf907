// A slot's exchange: which way a command goes, and what becomes of the card if it does not come back.
#include <algorithm>

#include "drivers/ccid/card/exchange_apdu.hpp"
#include "drivers/ccid/card/exchange_t0.hpp"
#include "drivers/ccid/card/exchange_t1.hpp"
#include "drivers/ccid/card/negotiation.hpp"
#include "drivers/ccid/reader/ccid_slot.hpp"
#include "drivers/iso7816/apdu.hpp"

namespace scrm::ccid {

using drivers::DriverError;
using drivers::Result;

namespace {

constexpr std::uint8_t ins_generate_key_pair = 0x46;
constexpr std::uint8_t ins_generate_key_pair_ber = 0x47;

bool makes_a_key(Bytes command) {
    return command.size() >= iso7816::apdu_header_size &&
           (command[1] == ins_generate_key_pair || command[1] == ins_generate_key_pair_ber);
}

bool takes_apdus(ExchangeLevel level) {
    return level == ExchangeLevel::ShortApdu || level == ExchangeLevel::ExtendedApdu;
}

}  // namespace

CcidSlot::Verb<std::size_t> CcidSlot::exchange(Protocol protocol, Bytes command, MutableBytes response,
                                               Deadline deadline) {
    const auto under_way = talk_.begin(deadline);
    if (const auto why = unusable())
        co_return *why;
    if (!card_.line && !takes_apdus(facts_.can.level))
        co_return DriverError::CardUnpowered;
    const std::uint8_t in_force = card_.line ? card_.line->parameters.protocol : 0;
    const bool other_protocol = protocol != Protocol::Raw && in_force != (protocol == Protocol::T1 ? 1 : 0);
    if (other_protocol && card_.line)
        co_return DriverError::ProtocolNotSupported;
    const auto size = co_await exchange_by_level(card_.line, command, response);
    if (gone_)
        co_return DriverError::DeviceGone;
    if (!size)
        note_loss(size.error());
    co_return size;
}

CcidSlot::Verb<std::size_t> CcidSlot::exchange_by_level(std::shared_ptr<CardLine> line, Bytes command,
                                                        MutableBytes response) {
    const Milliseconds silence = exchange_silence(command);
    if (takes_apdus(facts_.can.level)) {
        const ApduLimits limits{.max_data = facts_.can.max_data(),
                                .chains_commands = facts_.can.level == ExchangeLevel::ExtendedApdu,
                                .tolerates_longer = facts_.quirks.tolerates_longer};
        co_return co_await exchange_apdu(talk_, limits, command, response, silence);
    }
    if (line->t1) {
        const T1Route route = t1_route(facts_, line->parameters);
        co_return co_await exchange_t1(talk_, *line->t1, route, command, response);
    }
    if (facts_.can.level == ExchangeLevel::Character)
        co_return co_await exchange_t0_character(talk_, command, response, silence);
    co_return co_await exchange_t0_tpdu(talk_, facts_, command, response, silence);
}

// A reader enforces the card's times itself; the watchdog is for a reader that has stopped. Where the reader
// speaks the protocol, a card may work for long behind it, and not every reader says so meanwhile.
Milliseconds CcidSlot::exchange_silence(Bytes command) const {
    const Timing& timing = facts_.timing;
    Milliseconds silence = timing.exchange;
    if (card_.line) {
        const T1Route route = t1_route(facts_, card_.line->parameters);
        silence = std::max(silence, route.silence);
    }
    const bool silent = facts_.quirks.works_silently || port_.works_silently();
    if (silent && takes_apdus(facts_.can.level))
        silence =
            std::max(silence, makes_a_key(command) ? timing.silent_key_generation : timing.silent_exchange);
    return std::max({silence, Milliseconds(facts_.quirks.reply_ms), Milliseconds(facts_.quirks.exchange_ms)});
}

// What ended without an answer left the card in the middle of a command. A refusal did not, unless the host
// speaks T=1 and has lost the thread.
void CcidSlot::note_loss(DriverError error) {
    const bool without_answer = error == DriverError::CommunicationFailed ||
                                error == DriverError::DeadlinePassed || error == DriverError::Cancelled;
    const bool host_has_lost =
        card_.line && card_.line->t1 && (error == DriverError::CardMute || !card_.line->t1->idle());
    if ((without_answer || host_has_lost) && power_ == Power::On)
        power_ = Power::Lost;
}

}  // namespace scrm::ccid
