#include "drivers/ccid/card/negotiation.hpp"

#include <algorithm>

#include "drivers/ccid/card/exchange_t1.hpp"
#include "drivers/iso7816/pps.hpp"
#include "drivers/iso7816/speed.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;
using drivers::Result;
using iso7816::Speed;

namespace {

// A watchdog is a fifth longer than what the card may take by its own word.
constexpr int generosity_over = 6, generosity_under = 5;
constexpr std::uint8_t first_vendor_error = 0x80;

iso7816::ReaderSpeeds speeds_of(const ReaderFacts& facts) {
    return {.default_clock_khz = facts.can.default_clock_khz,
            .max_bits_per_second = facts.can.max_data_rate,
            .rates = facts.data_rates};
}

bool host_speaks_t1(const Capabilities& can, std::uint8_t protocol) {
    return protocol == 1 && (can.level == ExchangeLevel::Tpdu || can.level == ExchangeLevel::Character);
}

// A reader that takes APDUs has no way to be handed a PPS, whatever it says of whose duty that is.
bool host_sends_pps(const Capabilities& can) {
    return can.pps == PpsDuty::Host &&
           (can.level == ExchangeLevel::Tpdu || can.level == ExchangeLevel::Character);
}

// Readers that look after the parameters themselves may refuse to be told.
bool refusal_matters(const Answer& answer) {
    return answer.failed() && static_cast<std::uint8_t>(answer.error) >= first_vendor_error;
}

Awaitable<Result<std::uint8_t>> send_pps(SlotTalk& talk, const ReaderFacts& facts, std::uint8_t protocol,
                                         Speed speed) {
    iso7816::PpsRequest request{.protocol = protocol, .fi_di = {}};
    if (speed.fi_di != Speed{}.fi_di)
        request.fi_di = speed.fi_di;
    const iso7816::Buffer bytes = iso7816::encode_pps(request);
    const bool counts_bytes = facts.can.level == ExchangeLevel::Character;
    const auto expected = static_cast<std::uint16_t>(counts_bytes ? bytes.size() : 0);
    const auto answer = co_await talk.demand(xfr_block(bytes, expected), talk.timing().exchange);
    if (!answer)
        co_return answer.error();
    const auto agreed = iso7816::check_pps(request, answer->data);
    if (const auto* agreement = std::get_if<iso7816::PpsAgreement>(&agreed))
        co_return agreement->fi_di;
    co_return DriverError::CommunicationFailed;
}

// What the reader says is in force goes before what it was told.
Awaitable<Result<Parameters>> set_parameters(SlotTalk& talk, const ReaderFacts& facts, Parameters wanted) {
    const std::vector<std::uint8_t> data = encode_parameters(wanted);
    const Command command{
        .type = CommandType::SetParameters, .specific = {wanted.protocol, 0, 0}, .data = data};
    const auto answer = co_await talk.ask(command, talk.timing().exchange);
    if (!answer)
        co_return answer.error();
    if (answer->card == CardStatus::Absent)
        co_return DriverError::NoCard;
    if (refusal_matters(*answer) && !facts.quirks.ignores_parameters)
        co_return error_of(*answer);
    if (answer->failed())
        co_return wanted;
    const auto in_force = decode_parameters(answer->specific, answer->data);
    co_return in_force && in_force->protocol == wanted.protocol ? *in_force : wanted;
}

// Few hosts ask, so some readers have never learnt to answer (QEMU's announces no data and sends seven
// bytes). No card is given up for that.
Awaitable<Result<Parameters>> ask_parameters(SlotTalk& talk, Parameters expected) {
    const auto answer = co_await talk.ask(plain_command(CommandType::GetParameters), talk.timing().reply);
    if (!answer && answer.error() == DriverError::CommunicationFailed)
        co_return expected;
    if (!answer)
        co_return answer.error();
    if (answer->card == CardStatus::Absent)
        co_return DriverError::NoCard;
    if (answer->failed())
        co_return expected;
    co_return decode_parameters(answer->specific, answer->data).value_or(expected);
}

// A reader that negotiates alone is asked what came of it. It is believed where the card really has a choice.
Awaitable<Result<Parameters>> follow_reader(SlotTalk& talk, const ReaderFacts& facts, iso7816::Atr atr,
                                            Parameters wanted) {
    const auto in_force = co_await ask_parameters(talk, wanted);
    if (!in_force || in_force->protocol == wanted.protocol)
        co_return in_force;
    if (atr.protocols().size() < 2)
        co_return wanted;
    const auto told = co_await set_parameters(talk, facts, wanted);
    if (!told)
        co_return told.error();
    const auto now = co_await ask_parameters(talk, wanted);
    if (now && now->protocol != wanted.protocol)
        co_return DriverError::ProtocolNotSupported;
    co_return now;
}

bool needs_pps(const iso7816::Atr& atr, std::uint8_t protocol, Speed speed) {
    return !iso7816::specific_mode(atr) && (protocol != atr.first_protocol() || !(speed == Speed{}));
}

Awaitable<Result<CardLine>> try_speed(SlotTalk& talk, const ReaderFacts& facts, iso7816::Atr atr,
                                      std::uint8_t protocol, Speed speed) {
    Parameters wanted = parameters_for(atr, protocol, speed.fi_di);
    if (host_sends_pps(facts.can) && needs_pps(atr, protocol, speed)) {
        const auto agreed = co_await send_pps(talk, facts, protocol, speed);
        if (!agreed)
            co_return agreed.error();
        wanted.fi_di = *agreed;
    }
    Result<Parameters> in_force = wanted;
    if (facts.can.pps == PpsDuty::ReaderAlone)
        in_force = co_await follow_reader(talk, facts, atr, wanted);
    else
        in_force = co_await set_parameters(talk, facts, wanted);
    if (!in_force)
        co_return in_force.error();
    CardLine line{.parameters = *in_force, .t1 = {}};
    if (!host_speaks_t1(facts.can, protocol))
        co_return line;
    // Error detection and IFSC are the card's word: readers echo defaults there.
    line.parameters.crc = wanted.crc;
    line.parameters.ifsc = wanted.ifsc;
    line.t1.emplace(t1_settings(line.parameters, facts.can.default_clock_khz));
    if (!facts.can.exchanges_ifsd) {
        const T1Route route = t1_route(facts, line.parameters);
        const auto offered = co_await offer_ifsd(talk, *line.t1, route, facts.can.ifsd);
        if (!offered)
            co_return offered.error();
    }
    co_return line;
}

std::vector<Speed> ladder_for(const ReaderFacts& facts, const iso7816::Atr& atr) {
    if (facts.can.pps == PpsDuty::ReaderAlone)
        return {iso7816::speed_of(atr.levels.front().ta.value_or(iso7816::default_ta1))};
    if (facts.quirks.no_host_pps && !iso7816::specific_mode(atr))
        return {Speed{}};
    return iso7816::speed_ladder(atr, speeds_of(facts));
}

bool lower_may_help(DriverError error) {
    return error == DriverError::CardMute || error == DriverError::CommunicationFailed;
}

// A reader that takes APDUs looks after protocols itself; one whose descriptor names none is not believed.
bool carries(const Capabilities& can, std::uint8_t protocol) {
    const bool names_any = can.protocols.t0 || can.protocols.t1;
    const bool named = protocol == 0 ? can.protocols.t0 : can.protocols.t1;
    const bool takes_apdus =
        can.level == ExchangeLevel::ShortApdu || can.level == ExchangeLevel::ExtendedApdu;
    return takes_apdus || !names_any || named;
}

// What the card says of T=1's waiting time is put right in its answer to reset: all else follows from that.
void lengthen_waits(iso7816::Atr& atr, std::uint8_t bwi) {
    for (iso7816::InterfaceBytes& level : atr.levels)
        if (level.protocol == 1 && level.tb)
            level.tb = static_cast<std::uint8_t>(unsigned{bwi} << 4U | (*level.tb & 0x0FU));
}

bool same_card(const PoweredCard& one, const PoweredCard& other) {
    return std::ranges::equal(one.atr.bytes(), other.atr.bytes());
}

}  // namespace

T1Route t1_route(const ReaderFacts& facts, const Parameters& parameters) {
    const CardLine line{.parameters = parameters, .t1 = {}};
    const auto card_time =
        line.waiting_time(facts.can.default_clock_khz) * generosity_over / generosity_under;
    const auto silence = std::chrono::duration_cast<Milliseconds>(card_time) + facts.timing.margin;
    return {.level = facts.can.level,
            .error_detection = parameters.crc ? iso7816::ErrorDetection::Crc : iso7816::ErrorDetection::Lrc,
            .silence = std::max({silence, facts.timing.exchange, Milliseconds(facts.quirks.exchange_ms)})};
}

Awaitable<Result<CardLine>> negotiate(SlotTalk& talk, const ReaderFacts& facts, PoweredCard card,
                                      std::uint8_t protocol) {
    auto parsed = iso7816::parse_atr(card.atr.bytes());
    auto* atr = std::get_if<iso7816::Atr>(&parsed);
    if (atr == nullptr || !atr->offers(protocol))
        co_return DriverError::ProtocolNotSupported;
    for (const CardWait& wait : facts.quirks.card_waits)
        if (wait.card.fits(card.atr.bytes()))
            lengthen_waits(*atr, wait.bwi);
    if (!carries(facts.can, protocol))
        co_return DriverError::ProtocolNotSupported;
    const auto fixed = iso7816::specific_mode(*atr);
    if (fixed && fixed->protocol != protocol)
        co_return DriverError::ProtocolNotSupported;
    const std::vector<Speed> ladder = ladder_for(facts, *atr);
    if (ladder.empty())
        co_return DriverError::ProtocolNotSupported;
    Result<CardLine> line = DriverError::CardMute;
    const std::size_t known = facts.speeds->failed_rungs(facts.model, card.atr.bytes());
    for (std::size_t rung = std::min(known, ladder.size() - 1); rung < ladder.size(); ++rung) {
        line = co_await try_speed(talk, facts, *atr, protocol, ladder[rung]);
        const bool is_last = rung + 1 == ladder.size();
        if (line || !lower_may_help(line.error()) || is_last)
            break;
        facts.speeds->note_failure(facts.model, card.atr.bytes(), rung);
        const std::vector<Voltage> same_voltage{card.voltage};
        const auto again = co_await power_up(talk, same_voltage);
        if (!again)
            co_return again.error();
        if (!same_card(*again, card))
            co_return DriverError::CardMute;
    }
    co_return line;
}

}  // namespace scrm::ccid
