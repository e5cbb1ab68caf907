#include "drivers/virtual/control_command.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/hex.hpp"

using namespace scrm::virtual_reader;

namespace {

template <class Command>
Command parse(std::string_view line) {
    const auto parsed = parse_control_command(line);
    INFO(line);
    REQUIRE(parsed.has_value());
    REQUIRE(std::holds_alternative<Command>(*parsed));
    return std::get<Command>(*parsed);
}

bool refused(std::string_view line) {
    const auto parsed = parse_control_command(line);
    return !parsed && !parsed.error().why.empty() && parsed.error().why.find('\n') == std::string::npos;
}

}  // namespace

TEST_CASE("plug makes a reader with one slot and the default card unless told otherwise") {
    const auto plain = parse<PlugCommand>("plug desk").reader;
    CHECK(plain.name == "desk");
    CHECK(plain.slots == 1);
    REQUIRE(plain.card);
    CHECK(test::hex(plain.card->atr.bytes()) == test::hex(CardAtr().bytes()));

    const auto told = parse<PlugCommand>("plug desk card=3B021450 slots=3").reader;
    CHECK(told.slots == 3);
    REQUIRE(told.card);
    CHECK(test::hex(told.card->atr.bytes()) == "3B 02 14 50");
    CHECK_FALSE(parse<PlugCommand>("plug desk card=none").reader.card);
    CHECK(parse<PlugCommand>("plug desk card=default").reader.card);
}

TEST_CASE("blanks part words except between quotes") {
    CHECK(parse<UnplugCommand>("  unplug\t desk \r").reader == "desk");
    CHECK(parse<UnplugCommand>("unplug \"my desk\"").reader == "my desk");
    CHECK(parse<RemoveCommand>("remove \"my desk\"#2").place.reader == "my desk");
    CHECK(parse<RemoveCommand>("remove \"my desk#2\"").place.slot == 2);
    CHECK(parse<UnplugCommand>("unplug \"\"").reader.empty());
    CHECK(refused("unplug \"desk"));
}

TEST_CASE("a place is a reader's first slot unless it names another") {
    CHECK(parse<RemoveCommand>("remove desk").place.slot == 0);
    CHECK(parse<RemoveCommand>("remove desk#15").place.slot == 15);
    CHECK(parse<RemoveCommand>("remove desk#15").place.reader == "desk");
    for (const auto* line :
         {"remove desk#", "remove desk#16", "remove desk#-1", "remove desk#1x", "remove desk# 1"})
        CHECK(refused(line));
}

TEST_CASE("insert takes the default card or an ATR") {
    CHECK(test::hex(parse<InsertCommand>("insert desk").card.atr.bytes()) == test::hex(CardAtr().bytes()));
    CHECK(test::hex(parse<InsertCommand>("insert desk#1 3B021450").card.atr.bytes()) == "3B 02 14 50");
    CHECK(parse<InsertCommand>("insert desk#1 3B021450").place.slot == 1);
    CHECK(refused("insert desk none"));
    CHECK(refused("insert desk 3B"));
    CHECK(refused("insert desk 3B 02"));
}

TEST_CASE("a fault has a kind, maybe a number of uses, and slow its milliseconds") {
    const auto fault = [](const char* line) { return parse<FaultCommand>(line).fault; };
    CHECK(fault("fault desk mute").kind == FaultKind::Mute);
    CHECK_FALSE(fault("fault desk mute").uses);
    CHECK(fault("fault desk garbage 3").kind == FaultKind::Garbage);
    CHECK(fault("fault desk garbage 3").uses == 3U);
    CHECK(fault("fault desk error").kind == FaultKind::Error);
    CHECK(fault("fault desk#1 hang 1").kind == FaultKind::Hang);
    CHECK(fault("fault desk none").kind == FaultKind::None);
    CHECK(fault("fault desk slow 250").kind == FaultKind::Slow);
    CHECK(fault("fault desk slow 250").delay == std::chrono::milliseconds(250));
    CHECK_FALSE(fault("fault desk slow 250").uses);
    CHECK(fault("fault desk slow 250 2").uses == 2U);
    CHECK(parse<FaultCommand>("fault desk#1 hang").place.slot == 1);
}

TEST_CASE("list and help take nothing") {
    parse<ListCommand>("list");
    parse<HelpCommand>("help");
    CHECK(refused("list desk"));
    CHECK(refused("help me"));
}

TEST_CASE("what is no command is refused with a reason") {
    for (const auto* line : {"",
                             "   ",
                             "dance",
                             "Plug desk",
                             "plug",
                             "plug desk slots=0",
                             "plug desk slots=17",
                             "plug desk slots=",
                             "plug desk slots=2x",
                             "plug desk slots=99999999999",
                             "plug desk card=",
                             "plug desk card=3B0",
                             "plug desk colour=red",
                             "plug desk 2",
                             "unplug",
                             "unplug desk desk",
                             "insert",
                             "remove",
                             "remove desk 1",
                             "fault",
                             "fault desk",
                             "fault desk fire",
                             "fault desk slow",
                             "fault desk slow 0",
                             "fault desk slow x",
                             "fault desk slow 86400001",
                             "fault desk slow 5 0",
                             "fault desk slow 5 1 1",
                             "fault desk mute 0",
                             "fault desk mute 4294967296",
                             "fault desk mute 1 1",
                             "fault desk none 1"}) {
        INFO(line);
        CHECK(refused(line));
    }
}
