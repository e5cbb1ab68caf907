// What T=0 makes different: answers are fetched, and Le has to be right.
#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/card_talk.hpp"

using namespace scrm::virtual_reader;
using test::bytes;
using test::text;

namespace {

struct T0 : test::CardTalk {
    T0() : CardTalk(Transport::T0) {}
};

}  // namespace

TEST_CASE("T=0: what a command with data answers is fetched by GET RESPONSE") {
    T0 card;
    CHECK(card("00 A4 04 00 06 F0 53 43 52 4D 01") == "61 11");
    CHECK(card("00 C0 00 00 11") == "6F 0F 82 01 38 83 02 52 00 84 06 F0 53 43 52 4D 01 90 00");
    CHECK(card("00 C0 00 00 11") == "69 85");
    CHECK(card("80 EC 00 00 02 CA FE 00") == "61 02");  // an Le behind the data changes nothing
    CHECK(card("00 C0 00 00 02") == "CA FE 90 00");
}

TEST_CASE("T=0: an answer may be fetched in parts") {
    T0 card;
    CHECK(card("80 EC 00 00 05 01 02 03 04 05") == "61 05");
    CHECK(card("00 C0 00 00 02") == "01 02 61 03");
    CHECK(card("00 C0 00 00 03") == "03 04 05 90 00");
}

TEST_CASE("T=0: GET RESPONSE for too much is corrected and loses nothing") {
    T0 card;
    card("80 EC 00 00 02 CA FE");
    CHECK(card("00 C0 00 00 00") == "6C 02");
    CHECK(card("00 C0 00 00 03") == "6C 02");
    CHECK(card("00 C0 00 00") == "67 00");
    CHECK(card("00 C0 00 00 02") == "CA FE 90 00");
}

TEST_CASE("T=0: any other command, and a reset, drop an answer that waits") {
    T0 card;
    card("80 EC 00 00 02 CA FE");
    card("00 20 00 01");
    CHECK(card("00 C0 00 00 02") == "69 85");
    card("80 EC 00 00 02 CA FE");
    card.card.reset();
    CHECK(card("00 C0 00 00 02") == "69 85");
}

TEST_CASE("T=0: a wrong Le is answered with the right one") {
    T0 card;
    card.select_demo();
    CHECK(card("00 B0 81 00 00") == "6C 1C");
    CHECK(card("00 B0 81 00 1D") == "6C 1C");
    CHECK(card("00 B0 81 00 1C") == text("Hello from the virtual card!") + " 90 00");
    CHECK(card("00 B0 81 00 05") == text("Hello") + " 90 00");
    CHECK(card("00 A4 00 00 00") == "6C 09");
    CHECK(card("00 A4 00 00 09") == "6F 07 82 01 38 83 02 3F 00 90 00");
    CHECK(card("00 A4 03 00 01") == "6C 09");
}

TEST_CASE("T=0: an Le of 00 is 256, exactly") {
    T0 card;
    card.select_demo();
    CHECK(card.send(bytes("00 B0 82 00 00")).size() == 258);
    CHECK(card("00 B0 82 01 00") == "6C FF");
    CHECK(card.send(bytes("00 84 00 00 00")).size() == 258);
    CHECK(card.send(bytes("00 B0 84 00 00")).size() == 258);
}

TEST_CASE("T=0: errors are never fetched") {
    T0 card;
    CHECK(card("00 A4 04 00 02 99 99") == "6A 82");
    CHECK(card("00 C0 00 00 02") == "69 85");
    CHECK(card("00 B0 00 00 00") == "69 86");
    CHECK(card("80 EC 00 00 00") == "90 00");
}

TEST_CASE("T=0: the longest short echo is fetched whole") {
    T0 card;
    auto command = bytes("80 EC 00 00 FF");
    command.insert(command.end(), 255, 0x5A);
    CHECK(test::hex(card.send(command)) == "61 FF");
    CHECK(card.send(bytes("00 C0 00 00 FF")).size() == 257);
}

TEST_CASE("T=0: extended lengths are wrong lengths") {
    T0 card;
    card.select_demo();
    CHECK(card("00 B0 84 00 00 00 00") == "67 00");
    CHECK(card("80 EC 00 00 00 00 02 CA FE") == "67 00");
}
