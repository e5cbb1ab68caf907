#include "drivers/virtual/control_answer.hpp"

#include <catch2/catch.hpp>

using namespace scrm::virtual_reader;

namespace {

struct Desk {
    VirtualBus bus;
    std::string operator()(std::string_view line) { return answer_control_line(bus, line); }
};

}  // namespace

TEST_CASE("a command that is carried out is answered ok") {
    Desk desk;
    CHECK(desk("plug desk slots=2 card=none") == "ok");
    CHECK(desk("insert desk#1") == "ok");
    CHECK(desk("remove desk#1") == "ok");
    CHECK(desk("fault desk mute") == "ok");
    CHECK(desk("unplug desk") == "ok");
}

TEST_CASE("a command that cannot be carried out is answered with the reason") {
    Desk desk;
    CHECK(desk("plug a#b") == std::string("error: ") + describe(BusAnswer::BadName));
    CHECK(desk("unplug desk") == std::string("error: ") + describe(BusAnswer::NoSuchReader));
    CHECK(desk("insert desk") == std::string("error: ") + describe(BusAnswer::NoSuchReader));
    desk("plug desk");
    CHECK(desk("plug desk") == std::string("error: ") + describe(BusAnswer::NameTaken));
    CHECK(desk("insert desk") == std::string("error: ") + describe(BusAnswer::CardPresent));
    CHECK(desk("remove desk#1") == std::string("error: ") + describe(BusAnswer::NoSuchSlot));
    CHECK(desk("fault desk#1 mute") == std::string("error: ") + describe(BusAnswer::NoSuchSlot));
    CHECK(desk("dance").substr(0, 7) == "error: ");
}

TEST_CASE("list shows each slot: card or empty, and its fault") {
    Desk desk;
    CHECK(desk("list") == "ok");
    desk("plug desk slots=2");
    desk("plug \"by the door\" card=none");
    desk("remove desk#1");
    desk("fault desk slow 20 3");
    desk("fault \"by the door\" mute");
    CHECK(desk("list") == "ok desk#0=card,slow:20*3 desk#1=empty \"by the door\"#0=empty,mute");
    desk("fault desk none");
    desk("unplug \"by the door\"");
    CHECK(desk("list") == "ok desk#0=card desk#1=empty");
}

TEST_CASE("help names every command") {
    Desk desk;
    const std::string help = desk("help");
    CHECK(help.substr(0, 3) == "ok ");
    for (const auto* verb : {"plug", "unplug", "insert", "remove", "fault", "list", "help"})
        CHECK(help.find(verb) != std::string::npos);
}
