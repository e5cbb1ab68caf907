// What a slot asks of its reader, and what it makes of the answers.
#include "tests/unit/drivers/ccid/reader/slot_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Protocol;

const auto command = hex("00 A4 00 0C");
constexpr std::uint32_t escape_code = 0x42000001, mct_code = 0x42330008, verify_code = 0x42330006;

TEST_CASE("MCT_READER_DIRECT carries its five commands, for the models that have them, and nothing else") {
    SlotBench bench;
    bench.find_card();
    bench.port.asked.clear();
    const auto one = hex("20 70 00 00 00");
    CHECK(bench.control(mct_code, one).error() == DriverError::NotSupported);
    bench.facts.quirks.mct_reader_direct = true;
    for (const char* wrong : {"20 70 00 00", "21 70 00 00 00", "20 6F 00 00 00", "20 75 00 00 00",
                              "20 70 01 00 00", "20 70 00 01 00", "20 70 00 00 01"}) {
        CAPTURE(wrong);
        CHECK(bench.control(mct_code, hex(wrong)).error() == DriverError::NotSupported);
    }
    CHECK(bench.port.asked.empty());
    for (const char* right : {"20 70 00 00 00", "20 74 00 00 00"}) {
        bench.port.say("90 00");
        CHECK(bench.control(mct_code, hex(right)).value() == 2);
        CHECK(bench.port.asked.back().data == hex(right));
    }
}

TEST_CASE("an escape command: too long for a message, refused, lost, too long for the program") {
    SlotBench bench;
    bench.find_card();
    bench.port.asked.clear();
    bench.facts.quirks.escape.everything = true;
    bench.facts.can.max_message = 74;
    CHECK(bench.control(escape_code, std::vector<std::uint8_t>(65)).error() == DriverError::NotSupported);
    CHECK(bench.port.asked.empty());
    bench.port.refuse(0x00);
    CHECK(bench.control(escape_code, hex("01")).error() == DriverError::NotSupported);
    bench.port.refuse(0xFB);
    CHECK(bench.control(escape_code, hex("01")).error() == DriverError::CommunicationFailed);
    bench.port.fail(DriverError::DeadlinePassed);
    CHECK(bench.control(escape_code, hex("01")).error() == DriverError::DeadlinePassed);
    bench.room.resize(1);
    bench.port.say("01 02");
    CHECK(bench.control(escape_code, hex("01")).error() == DriverError::ResponseTooLong);
}

TEST_CASE("verbs that need a card say what is missing") {
    SlotBench bench;
    CHECK(bench.exchange(command).error() == DriverError::NoCard);
    CHECK(bench.run(bench.slot.reset(SlotBench::forever)).error() == DriverError::NoCard);
    bench.find_card();
    CHECK(bench.exchange(command).error() == DriverError::CardUnpowered);
    CHECK(bench.run(bench.slot.select_protocol(Protocol::T1, SlotBench::forever)).error() ==
          DriverError::CardUnpowered);
}

TEST_CASE("where APDUs are taken a command may go before a protocol is agreed on; elsewhere it may not") {
    SlotBench apdus;
    apdus.power_on();
    apdus.port.say("90 00");
    CHECK(apdus.exchange(command).value() == 2);
    SlotBench tpdus(ExchangeLevel::Tpdu);
    tpdus.power_on();
    CHECK(tpdus.exchange(command).error() == DriverError::CardUnpowered);
}

TEST_CASE("a command of another protocol than the one in force reaches no card") {
    SlotBench bench;
    bench.make_ready(Protocol::T1);
    CHECK(bench.exchange(command, Protocol::T0).error() == DriverError::ProtocolNotSupported);
    CHECK(bench.port.asked.empty());
    bench.port.say("90 00");
    CHECK(bench.exchange(command, Protocol::T1).has_value());
    SlotBench t0;
    t0.make_ready(Protocol::T0);
    CHECK(t0.exchange(command, Protocol::T1).error() == DriverError::ProtocolNotSupported);
    t0.port.say("90 00");
    CHECK(t0.exchange(command, Protocol::T0).has_value());
}

TEST_CASE("a reader that works in silence is given longer, and longest while its card makes a key") {
    const auto silence_for = [](const char* text, bool learnt, ExchangeLevel level) {
        SlotBench bench(level);
        bench.make_ready(Protocol::T0);
        bench.facts.quirks.works_silently = !learnt;
        bench.port.silent_worker = learnt;
        bench.port.say("90 00");
        REQUIRE(bench.exchange(hex(text)).has_value());
        return bench.port.asked.back().silence;
    };
    const Timing timing;
    for (const bool learnt : {false, true}) {
        CHECK(silence_for("00 A4 00 0C", learnt, ExchangeLevel::ShortApdu) == timing.silent_exchange);
        CHECK(silence_for("00 46 00 00", learnt, ExchangeLevel::ShortApdu) == timing.silent_key_generation);
        CHECK(silence_for("00 47 00 00", learnt, ExchangeLevel::ExtendedApdu) ==
              timing.silent_key_generation);
        CHECK(silence_for("00 47 00 00", learnt, ExchangeLevel::Tpdu) < timing.silent_exchange);
    }
}

TEST_CASE(
    "a command that ended without its answer costs the card its power; a mute card at APDU level does not") {
    for (const auto lost :
         {DriverError::CommunicationFailed, DriverError::DeadlinePassed, DriverError::Cancelled}) {
        SlotBench bench;
        bench.make_ready();
        bench.port.fail(lost);
        CHECK(bench.exchange(command).error() == lost);
        CHECK(bench.exchange(command).error() == DriverError::CardUnpowered);
    }
    SlotBench mute;
    mute.make_ready();
    mute.port.refuse(0xFE);
    CHECK(mute.exchange(command).error() == DriverError::CardMute);
    mute.port.say("90 00");
    CHECK(mute.exchange(command).has_value());
}

TEST_CASE("a card is ejected by readers that can, and is then another one") {
    SlotBench bench;
    CHECK(bench.run(bench.slot.eject(SlotBench::forever)).error() == DriverError::NotSupported);
    bench.make_ready();
    bench.facts.descriptor.mechanical = 2;
    bench.port.say("");
    CHECK(bench.run(bench.slot.eject(SlotBench::forever)).has_value());
    CHECK(bench.port.asked.at(0).type == CommandType::Mechanical);
    CHECK(bench.port.asked.at(0).specific[0] == 2);
    CHECK(bench.exchange(command).error() == DriverError::CardUnpowered);
    bench.port.refuse(0x00);
    CHECK(bench.run(bench.slot.eject(SlotBench::forever)).error() == DriverError::NotSupported);
}

TEST_CASE("once the device has gone every verb says so, and asks nothing") {
    SlotBench bench;
    bench.make_ready();
    bench.slot.shut();
    const auto forever = SlotBench::forever;
    CHECK(bench.exchange(command).error() == DriverError::DeviceGone);
    CHECK(bench.run(bench.slot.power_on(forever)).error() == DriverError::DeviceGone);
    CHECK(bench.run(bench.slot.reset(forever)).error() == DriverError::DeviceGone);
    CHECK(bench.run(bench.slot.power_off(forever)).error() == DriverError::DeviceGone);
    CHECK(bench.run(bench.slot.select_protocol(Protocol::T1, forever)).error() == DriverError::DeviceGone);
    CHECK(bench.control(verify_code, {}).error() == DriverError::DeviceGone);
    CHECK(bench.run(bench.slot.get_attribute(0x90300, bench.room, forever)).error() ==
          DriverError::DeviceGone);
    CHECK(bench.run(bench.slot.set_attribute(0x90300, {}, forever)).error() == DriverError::DeviceGone);
    CHECK(bench.run(bench.slot.eject(forever)).error() == DriverError::DeviceGone);
    CHECK(bench.port.asked.empty());
}

TEST_CASE("no attribute can be set") {
    SlotBench bench;
    CHECK(bench.run(bench.slot.set_attribute(0x90300, {}, SlotBench::forever)).error() ==
          DriverError::NotSupported);
}

TEST_CASE("a reader that must be told before it powers a card is told when it fails, and asked once more") {
    SlotBench bench;
    bench.facts.quirks.power_on_escape = hex("1F 01");
    bench.find_card();
    bench.port.asked.clear();
    const auto try_and_fail = [&] {
        bench.port.say("");
        bench.port.refuse(0xFB);
    };
    try_and_fail();
    bench.port.say("");  // to the escape
    bench.port.say("");
    bench.port.say("3B 00");
    CHECK(bench.run(bench.slot.power_on(SlotBench::forever)).has_value());
    CHECK(bench.port.asked.at(2).type == CommandType::Escape);
    CHECK(bench.port.asked.at(2).data == hex("1F 01"));
    try_and_fail();
    bench.port.refuse(0x00);
    CHECK(bench.run(bench.slot.power_on(SlotBench::forever)).error() == DriverError::NotSupported);
}

TEST_CASE("without a protocol named, the card's first is agreed on") {
    SlotBench bench;
    bench.power_on();
    bench.port.say("95 00 00 0A 00", 0);
    REQUIRE(bench.run(bench.slot.select_protocol(Protocol::Raw, SlotBench::forever)).has_value());
    CHECK(bench.port.asked.back().specific[0] == 0);
}

TEST_CASE("switching an empty slot off is done already") {
    SlotBench bench;
    bench.port.say_empty_slot();
    CHECK(bench.run(bench.slot.power_off(SlotBench::forever)).has_value());
    bench.port.fail(DriverError::DeadlinePassed);
    CHECK(bench.run(bench.slot.power_off(SlotBench::forever)).error() == DriverError::DeadlinePassed);
}

TEST_CASE("what is noticed while the slot is looked at is worth another look") {
    SlotBench bench;
    bench.port.meanwhile = [&] { bench.slot.noticed({.present = false, .changed = true}); };
    bench.port.say("");
    bench.port.say_empty_slot();
    bench.run(bench.slot.look());
    CHECK(bench.port.all_said());
    bench.port.say_empty_slot();
    CHECK(bench.run(bench.slot.power_on(SlotBench::forever)).error() == DriverError::NoCard);
}

// The host's T=1 has a block more to send by then.
TEST_CASE("a look that finds the card gone takes nothing away from who still speaks to it") {
    SlotBench bench(ExchangeLevel::Tpdu);
    bench.make_ready();
    bench.port.meanwhile = [&] { bench.slot.noticed({.present = false, .changed = true}); };
    bench.port.say_empty_slot();
    bench.port.say_empty_slot("00 81 00 81");  // the same block again, please
    bench.port.say_empty_slot("00 00 02 90 00 92");
    CHECK(bench.exchange(command).value() == 2);
    CHECK(bench.port.asked.at(2).data == bench.port.asked.at(0).data);
    CHECK(bench.exchange(command).error() == DriverError::NoCard);
}

TEST_CASE("a card that leaves hurries the command that is under way, one that comes does not") {
    const bool present = GENERATE(true, false);
    SlotBench bench;
    bench.find_card();
    bench.port.say("");
    bench.port.say("");
    bench.port.meanwhile = [&] { bench.slot.noticed({.present = present, .changed = true}); };
    bench.run(bench.slot.look());
    CHECK(bench.port.hurried.size() == (present ? 0 : 1));
}

}  // namespace
}  // namespace scrm::ccid
