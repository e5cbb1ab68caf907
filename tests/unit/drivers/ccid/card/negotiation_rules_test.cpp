// What negotiation makes of what a reader says, word by word.
#include "drivers/ccid/card/exchange_t1.hpp"
#include "drivers/ccid/card/negotiation.hpp"
#include "tests/fakes/ccid/emulated_slot.hpp"
#include "tests/unit/drivers/ccid/scripted_port.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Result;

constexpr std::uint8_t t0 = 0, t1 = 1;

PoweredCard powered(const std::vector<std::uint8_t>& atr) {
    PoweredCard card;
    std::ranges::copy(atr, card.atr.data.begin());
    card.atr.size = static_cast<std::uint8_t>(atr.size());
    return card;
}

struct Talks : TalkBench {
    explicit Talks(PpsDuty pps, ExchangeLevel level = ExchangeLevel::Tpdu) {
        facts.can.level = level;
        facts.can.pps = pps;
        facts.can.protocols = {.t0 = true, .t1 = true};
        facts.can.exchanges_ifsd = true;
        facts.can.default_data_rate = 10'752;
        facts.can.max_data_rate = 344'086;
        facts.speeds = std::make_shared<SpeedMemory>();
    }
    Result<CardLine> agree(std::uint8_t protocol,
                           const std::vector<std::uint8_t>& atr = fakes::card_for_both().atr) {
        return run(negotiate(talk, facts, powered(atr), protocol));
    }
    DriverError complaint(std::uint8_t protocol,
                          const std::vector<std::uint8_t>& atr = fakes::card_for_both().atr) {
        const auto line = agree(protocol, atr);
        REQUIRE_FALSE(line.has_value());
        return line.error();
    }
    ReaderFacts facts;
};

const char* const t1_at_95 = "95 10 00 05 00 FE 00";
const char* const t1_at_11 = "11 10 00 05 00 FE 00";
const char* const t0_at_95 = "95 00 00 0A 00";

TEST_CASE("a reader that negotiates alone is asked what came of it, and believed") {
    Talks bench(PpsDuty::ReaderAlone, ExchangeLevel::ShortApdu);
    bench.port.say(t1_at_11, t1);
    const auto line = bench.agree(t1);
    REQUIRE(line.has_value());
    CHECK(line->parameters.fi_di == 0x11);
    CHECK_FALSE(line->t1);
    CHECK(bench.port.asked.size() == 1);
}

TEST_CASE("a reader that chose the other protocol is told, and asked once more") {
    Talks bench(PpsDuty::ReaderAlone, ExchangeLevel::ShortApdu);
    bench.port.say(t0_at_95, t0);
    bench.port.say(t1_at_95, t1);
    bench.port.say(t1_at_95, t1);
    REQUIRE(bench.agree(t1).has_value());
    CHECK(bench.port.asked.at(1).type == CommandType::SetParameters);
    bench.port.say(t0_at_95, t0);
    bench.port.say(t1_at_95, t1);
    bench.port.say(t0_at_95, t0);  // and does not change
    CHECK(bench.complaint(t1) == DriverError::ProtocolNotSupported);
    bench.port.say(t0_at_95, t0);
    bench.port.refuse(0xFE, CardStatus::Absent);
    CHECK(bench.complaint(t1) == DriverError::NoCard);
}

TEST_CASE("a card with one protocol runs that, whatever its reader says") {
    Talks bench(PpsDuty::ReaderAlone, ExchangeLevel::ShortApdu);
    bench.port.say(t0_at_95, t0);
    const auto line = bench.agree(t1, fakes::card_for_t1().atr);
    REQUIRE(line.has_value());
    CHECK(line->parameters.protocol == 1);
    CHECK(bench.port.asked.size() == 1);
}

TEST_CASE("a reader that cannot say what is in force is no reason to give a card up") {
    Talks bench(PpsDuty::ReaderAlone, ExchangeLevel::ShortApdu);
    bench.port.refuse(0x00);
    CHECK(bench.agree(t1)->parameters.fi_di == 0x95);
    bench.port.fail(DriverError::CommunicationFailed);
    CHECK(bench.agree(t1).has_value());
    bench.port.say("95 10", t1);
    CHECK(bench.agree(t1).has_value());
    bench.port.fail(DriverError::Cancelled);
    CHECK(bench.complaint(t1) == DriverError::Cancelled);
    bench.port.say_empty_slot();
    CHECK(bench.complaint(t1) == DriverError::NoCard);
}

TEST_CASE("parameters that a reader cannot change are in force; a failure is one, but for known models") {
    Talks bench(PpsDuty::Reader, ExchangeLevel::ShortApdu);
    for (const std::uint8_t unchangeable : {std::uint8_t{0x00}, std::uint8_t{0x0A}, std::uint8_t{0x7F}}) {
        bench.port.refuse(unchangeable);
        CHECK(bench.agree(t1)->parameters.fi_di == 0x95);
    }
    bench.port.refuse(0xF6);
    CHECK(bench.complaint(t1) == DriverError::ProtocolNotSupported);
    bench.facts.quirks.ignores_parameters = true;
    bench.port.refuse(0xF6);
    CHECK(bench.agree(t1).has_value());
    bench.port.say_empty_slot();
    CHECK(bench.complaint(t1) == DriverError::NoCard);
    bench.port.fail(DriverError::DeadlinePassed);
    CHECK(bench.complaint(t1) == DriverError::DeadlinePassed);
}

TEST_CASE("what a reader says is in force is believed if it is of the protocol asked for") {
    Talks bench(PpsDuty::Reader, ExchangeLevel::ShortApdu);
    bench.port.say(t1_at_11, t1);
    CHECK(bench.agree(t1)->parameters.fi_di == 0x11);
    bench.port.say(t0_at_95, t0);
    CHECK(bench.agree(t1)->parameters.protocol == 1);
    bench.port.say("", t1);
    CHECK(bench.agree(t1)->parameters.fi_di == 0x95);
}

TEST_CASE("PPS: at character level the reader is told how long the answer is") {
    for (const auto level : {ExchangeLevel::Tpdu, ExchangeLevel::Character}) {
        Talks bench(PpsDuty::Host, level);
        bench.port.say("FF 11 95 7B");
        bench.port.say(t1_at_95, t1);
        REQUIRE(bench.agree(t1).has_value());
        CHECK(bench.port.asked.at(0).data == hex("FF 11 95 7B"));
        CHECK(bench.port.asked.at(0).specific[1] == (level == ExchangeLevel::Character ? 4 : 0));
    }
}

TEST_CASE("PPS is not sent where nothing differs from how the card came up, nor where APDUs are taken") {
    Talks plain(PpsDuty::Host);
    plain.facts.quirks.no_host_pps = true;
    plain.port.say("11 00 00 0A 00", t0);
    REQUIRE(plain.agree(t0).has_value());
    CHECK(plain.port.asked.at(0).type == CommandType::SetParameters);
    Talks apdus(PpsDuty::Host, ExchangeLevel::ShortApdu);
    apdus.port.say(t1_at_95, t1);
    REQUIRE(apdus.agree(t1).has_value());
    CHECK(apdus.port.asked.at(0).type == CommandType::SetParameters);
}

TEST_CASE("the other protocol at the speed the card came up with is PPS without PPS1") {
    Talks bench(PpsDuty::Host);
    bench.facts.quirks.no_host_pps = true;
    bench.port.say("FF 01 FE");
    bench.port.say(t1_at_11, t1);
    REQUIRE(bench.agree(t1).has_value());
    CHECK(bench.port.asked.at(0).data == hex("FF 01 FE"));
}

TEST_CASE("a card that answers PPS wrongly is powered anew and tried lower, to the end of the ladder") {
    Talks bench(PpsDuty::Host);
    bench.facts.can.max_data_rate = 125'000;
    const auto atr = fakes::card_for_both().atr;
    bench.port.say("FF 11 18 F6");
    bench.port.say("");
    bench.port.say(atr);
    bench.port.fail(DriverError::Cancelled);
    CHECK(bench.complaint(t1) == DriverError::Cancelled);
    CHECK(bench.facts.speeds->failed_rungs(bench.facts.model, atr) == 1);
}

TEST_CASE("on the way down, another card and a card that does not come back are not this one") {
    Talks bench(PpsDuty::Host);
    bench.port.refuse(0xFE);
    bench.port.say("");
    bench.port.say("3B 00");
    CHECK(bench.complaint(t1) == DriverError::CardMute);
    Talks left(PpsDuty::Host);
    left.port.refuse(0xFE);
    left.port.say_empty_slot();
    CHECK(left.complaint(t1) == DriverError::NoCard);
}

TEST_CASE("what card and reader cannot do together is refused with nothing sent") {
    Talks bench(PpsDuty::Host);
    CHECK(bench.complaint(t1, fakes::card_for_t0().atr) == DriverError::ProtocolNotSupported);
    CHECK(bench.complaint(t1, hex("12 34")) == DriverError::ProtocolNotSupported);
    bench.facts.can.protocols.t1 = false;
    CHECK(bench.complaint(t1) == DriverError::ProtocolNotSupported);
    bench.facts.can.protocols = {.t0 = false, .t1 = true};
    CHECK(bench.complaint(t0) == DriverError::ProtocolNotSupported);
    CHECK(bench.port.asked.empty());
}

TEST_CASE("a reader that names no protocol, or takes APDUs, is tried with any") {
    Talks nameless(PpsDuty::Reader);
    nameless.facts.can.protocols = {};
    nameless.port.say(t0_at_95, t0);
    CHECK(nameless.agree(t0).has_value());
    Talks apdus(PpsDuty::Reader, ExchangeLevel::ExtendedApdu);
    apdus.facts.can.protocols = {.t0 = true, .t1 = false};
    apdus.port.say(t1_at_95, t1);
    CHECK(apdus.agree(t1).has_value());
}

TEST_CASE("a card in specific mode has its protocol and its speed, and gets no PPS") {
    const auto offers_both_fixed_on_t1 = hex("3B 90 95 90 01 01 95");
    Talks bench(PpsDuty::Host);
    bench.port.say(t1_at_95, t1);
    REQUIRE(bench.agree(t1, offers_both_fixed_on_t1).has_value());
    CHECK(bench.port.asked.at(0).type == CommandType::SetParameters);
    CHECK(bench.complaint(t0, offers_both_fixed_on_t1) == DriverError::ProtocolNotSupported);
    bench.facts.can.max_data_rate = 10'752;  // too slow for that speed
    CHECK(bench.complaint(t1, offers_both_fixed_on_t1) == DriverError::ProtocolNotSupported);
    CHECK(bench.port.asked.size() == 1);
}

TEST_CASE("where neither says otherwise the host tells the card its block length, and a mute card fails") {
    Talks bench(PpsDuty::Reader);
    bench.facts.can.exchanges_ifsd = false;
    bench.facts.quirks.no_host_pps = true;  // one rung
    bench.port.say(t1_at_11, t1);
    bench.port.say("00 E1 01 FE 1E");
    const auto line = bench.agree(t1);
    REQUIRE(line.has_value());
    REQUIRE(line->t1);
    CHECK(line->t1->ifsd() == 254);
    bench.port.say(t1_at_11, t1);
    bench.port.fail(DriverError::DeadlinePassed);
    CHECK(bench.complaint(t1) == DriverError::DeadlinePassed);
}

}  // namespace
}  // namespace scrm::ccid
