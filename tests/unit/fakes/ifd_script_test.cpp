#include <catch2/catch.hpp>

#include "tests/fakes/ifd_handler/script.hpp"

using namespace scrm::fakes::ifd;

TEST_CASE("a script says what the handler is like") {
    std::string complaint;
    const Script script = parse(
        "# a reader\nslots 3\ncard 0 2\natr 3B00\nwaits killable\ntag 0FAD 01\n"
        "trace /tmp/x\nfixed\non transmit slot 2 once answer 612\non open hang\n",
        complaint);
    CHECK(complaint.empty());
    CHECK(script.slots == 3);
    CHECK((script.card[0] && !script.card[1] && script.card[2]));
    CHECK(script.atr == std::vector<std::uint8_t>{0x3B, 0x00});
    CHECK(script.waits == Waits::Killable);
    REQUIRE(script.tags.size() == 1);
    CHECK(script.tags[0].tag == 0x0FAD);
    CHECK(script.trace == "/tmp/x");
    CHECK(script.fixed);
    REQUIRE(script.deeds.size() == 2);
    CHECK(script.deeds[0].function == Function::Transmit);
    CHECK(script.deeds[0].slot == 2);
    CHECK(script.deeds[0].once);
    CHECK(script.deeds[0].what == "answer");
    CHECK(script.deeds[0].argument == "612");
    CHECK(script.deeds[1].slot == -1);
    CHECK_FALSE(script.deeds[1].once);
}

TEST_CASE("a line that says nothing is complained about") {
    for (const char* const line : {"slots 0", "slots 9", "card 8", "card x", "atr 3", "atr XY", "waits long",
                                   "tag 0FAD", "on", "on lunch hang", "on open", "colour red"}) {
        std::string complaint;
        parse(std::string("slots 1\n") + line, complaint);
        CHECK(complaint == std::string("line 2: ") + line);
    }
}
