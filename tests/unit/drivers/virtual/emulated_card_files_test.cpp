// SELECT, READ BINARY and UPDATE BINARY over T=1, where a command is answered whole.
#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/card_talk.hpp"

using namespace scrm::virtual_reader;
using test::text;

namespace {

const std::string hello = text("Hello from the virtual card!");
const std::string application_fci = "6F 0F 82 01 38 83 02 52 00 84 06 F0 53 43 52 4D 01 90 00";
const std::string hello_fci = "6F 0F 82 01 01 83 02 52 01 80 03 00 00 1C 88 01 08 90 00";

struct T1 : test::CardTalk {
    T1() : CardTalk(Transport::T1) {}
};

}  // namespace

TEST_CASE("SELECT by AID answers the application's control information") {
    T1 card;
    CHECK(card("00 A4 04 00 06 F0 53 43 52 4D 01 00") == application_fci);
    CHECK(card("00 A4 04 04 06 F0 53 43 52 4D 01 00").substr(0, 2) == "62");
    CHECK(card("00 A4 04 0C 06 F0 53 43 52 4D 01") == "90 00");
}

TEST_CASE("the beginning of an AID selects the application") {
    T1 card;
    CHECK(card("00 A4 04 00 02 F0 53 00") == application_fci);
    CHECK(card("00 A4 04 00 02 F1 53 00") == "6A 82");
    CHECK(card("00 A4 04 00 07 F0 53 43 52 4D 01 00 00") == "6A 82");
}

TEST_CASE("SELECT by file id finds files in the folder, the folder itself and its neighbours") {
    T1 card;
    CHECK(card("00 A4 00 0C 02 52 01") == "6A 82");  // not in the master file
    CHECK(card("00 A4 00 0C 02 2F 00") == "90 00");
    CHECK(card("00 A4 00 0C 02 52 00") == "90 00");
    CHECK(card("00 A4 00 00 02 52 01 00") == hello_fci);
    CHECK(card("00 A4 00 00 02 52 00 00") == application_fci);
    CHECK(card("00 A4 00 0C 02 2F 00") == "90 00");
    CHECK(card("00 A4 00 00 02 3F 00 00") == "6F 07 82 01 38 83 02 3F 00 90 00");
    CHECK(card("00 A4 00 00") == "6F 07 82 01 38 83 02 3F 00 90 00");
}

TEST_CASE("SELECT tells folders from files, and climbs to the parent") {
    T1 card;
    CHECK(card("00 A4 02 0C 02 52 00") == "6A 82");
    CHECK(card("00 A4 01 0C 02 52 00") == "90 00");
    CHECK(card("00 A4 01 0C 02 52 01") == "6A 82");
    CHECK(card("00 A4 02 0C 02 52 01") == "90 00");
    CHECK(card("00 A4 03 00").substr(0, 29) == "6F 07 82 01 38 83 02 3F 00 90");
}

TEST_CASE("SELECT follows a path from the master file or from the current folder") {
    T1 card;
    CHECK(card("00 A4 08 00 04 52 00 52 01 00") == hello_fci);
    CHECK(card("00 A4 08 00 06 3F 00 52 00 52 01 00") == hello_fci);
    CHECK(card("00 A4 09 00 02 52 01 00") == hello_fci);
    CHECK(card("00 A4 08 00 04 52 01 52 01 00") == "6A 82");
    CHECK(card("00 A4 08 00 02 3F 00 00").substr(0, 26) == "6F 07 82 01 38 83 02 3F 00");
}

TEST_CASE("a SELECT that finds nothing leaves the selection alone") {
    T1 card;
    card.select_demo();
    card("00 A4 02 0C 02 52 01");
    CHECK(card("00 A4 04 00 02 99 99 00") == "6A 82");
    CHECK(card("00 B0 00 00 00") == hello + " 90 00");
}

TEST_CASE("SELECT refuses parameters and lengths it does not know") {
    T1 card;
    CHECK(card("00 A4 05 00 02 52 00") == "6A 86");
    CHECK(card("00 A4 00 02 02 52 00") == "6A 86");
    CHECK(card("00 A4 00 00 01 52") == "67 00");
    CHECK(card("00 A4 01 00") == "67 00");
    CHECK(card("00 A4 03 00 02 52 00") == "67 00");
    CHECK(card("00 A4 04 00") == "67 00");
    CHECK(card("00 A4 04 00 11 F0 53 43 52 4D 01 00 00 00 00 00 00 00 00 00 00 00") == "67 00");
    CHECK(card("00 A4 08 00 03 52 00 52") == "67 00");
    CHECK(card("00 A4 09 00") == "67 00");
}

TEST_CASE("READ BINARY reads the selected file from the offset on") {
    T1 card;
    card.select_demo();
    CHECK(card("00 B0 00 00 00") == "69 86");  // a folder is selected
    card("00 A4 02 0C 02 52 01");
    CHECK(card("00 B0 00 00 05") == text("Hello") + " 90 00");
    CHECK(card("00 B0 00 06 04") == text("from") + " 90 00");
    CHECK(card("00 B0 00 1B 01") == text("!") + " 90 00");
    CHECK(card("00 B0 00 1B 02") == text("!") + " 62 82");
    CHECK(card("00 B0 00 1C 01") == "6B 00");
    CHECK(card("00 B0 7F FF 01") == "6B 00");
    CHECK(card("00 B0 00 00") == "67 00");
    CHECK(card("00 B0 00 00 01 AA") == "67 00");
}

TEST_CASE("READ BINARY takes a short file id, and that selects the file") {
    T1 card;
    CHECK(card("00 B0 81 00 00") == "6A 82");  // no such file in the master file
    card.select_demo();
    CHECK(card("00 B0 81 06 04") == text("from") + " 90 00");
    CHECK(card("00 B0 00 00 05") == text("Hello") + " 90 00");
    CHECK(card("00 B0 80 06 04") == text("from") + " 90 00");
    CHECK(card("00 B0 9F 00 00") == "6A 82");
    CHECK(card("00 B0 C1 00 00") == "6A 86");
    card("00 A4 00 0C");
    CHECK(card("00 B0 9E 00 00") == "61 13 4F 06 F0 53 43 52 4D 01 50 09 " + text("scrm demo") + " 90 00");
}

TEST_CASE("UPDATE BINARY changes what READ BINARY sees, also after a reset") {
    T1 card;
    card.select_demo();
    CHECK(card("00 D6 82 02 03 01 02 03") == "90 00");
    CHECK(card("00 B0 82 00 06") == "FF FF 01 02 03 FF 90 00");
    card.card.reset();
    card.select_demo();
    CHECK(card("00 B0 82 00 06") == "FF FF 01 02 03 FF 90 00");
}

TEST_CASE("UPDATE BINARY stays inside the file and its rights") {
    T1 card;
    card.select_demo();
    CHECK(card("00 D6 00 00 01 AA") == "69 86");
    CHECK(card("00 D6 82 FF 01 AA") == "90 00");
    CHECK(card("00 D6 82 FF 02 AA BB") == "6A 84");
    CHECK(card("00 D6 01 00 01 AA") == "6B 00");
    CHECK(card("00 D6 82 00") == "67 00");
    CHECK(card("00 D6 81 00 01 AA") == "69 82");  // hello is read-only
    CHECK(card("00 D6 9F 00 01 AA") == "6A 82");
}

TEST_CASE("an extended Le reads up to 65 536 bytes at once") {
    T1 card;
    card.select_demo();
    card("00 A4 02 0C 02 52 04");
    const auto whole = card.send(test::bytes("00 B0 00 00 00 00 00"));
    REQUIRE(whole.size() == 65538);
    for (std::size_t i = 0; i < 65536; ++i)
        if (whole[i] != i % 251)
            FAIL("byte " << i << " is wrong");
    CHECK(whole[65536] == 0x90);

    CHECK(card.send(test::bytes("00 B0 00 00 00 FF FF")).size() == 65537);
    CHECK(card.send(test::bytes("00 B0 00 00 00 01 00")).size() == 258);
    CHECK(card.send(test::bytes("00 B0 00 00 00")).size() == 258);
    const auto rest = card.send(test::bytes("00 B0 7F FF 00 FF FF"));
    REQUIRE(rest.size() == 32769 + 2);
    CHECK(test::hex(Bytes(rest).last(2)) == "62 82");
}

TEST_CASE("a reset selects the master file again") {
    T1 card;
    card.select_demo();
    card("00 B0 81 00 00");
    card.card.reset();
    CHECK(card("00 B0 00 00 00") == "69 86");
    CHECK(card("00 B0 81 00 00") == "6A 82");
}
