#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/card_talk.hpp"

using namespace scrm::virtual_reader;

namespace {

constexpr auto right_pin = "00 20 00 01 04 31 32 33 34";
constexpr auto wrong_pin = "00 20 00 01 04 30 30 30 30";
constexpr auto ask = "00 20 00 01";
constexpr auto read_secret = "00 B0 83 00 00";

}  // namespace

TEST_CASE("VERIFY opens what the PIN guards until the next reset") {
    const auto transport = GENERATE(Transport::T0, Transport::T1);
    test::CardTalk card(transport);
    card.select_demo();
    CHECK(card(read_secret) == "69 82");
    CHECK(card("00 D6 83 00 01 AA") == "69 82");
    CHECK(card(right_pin) == "90 00");
    CHECK(card("00 B0 83 00 13") == test::text("Only after the PIN.") + " 90 00");
    CHECK(card("00 D6 83 00 01 AA") == "90 00");
    card.card.reset();
    card.select_demo();
    CHECK(card(read_secret) == "69 82");
}

TEST_CASE("each wrong PIN costs a try, a right one gives them all back, none left blocks the card") {
    const auto transport = GENERATE(Transport::T0, Transport::T1);
    test::CardTalk card(transport);
    CHECK(card(wrong_pin) == "63 C2");
    CHECK(card(wrong_pin) == "63 C1");
    CHECK(card(right_pin) == "90 00");
    CHECK(card(wrong_pin) == "63 C2");
    CHECK(card(wrong_pin) == "63 C1");
    CHECK(card(wrong_pin) == "63 C0");
    CHECK(card(right_pin) == "69 83");
    CHECK(card(wrong_pin) == "69 83");
    CHECK(card(ask) == "69 83");
}

TEST_CASE("a reset gives no tries back") {
    test::CardTalk card(Transport::T1);
    card(wrong_pin);
    card.card.reset();
    CHECK(card(wrong_pin) == "63 C1");
}

TEST_CASE("a wrong PIN closes what a right one had opened") {
    test::CardTalk card(Transport::T1);
    card.select_demo();
    card(right_pin);
    card(wrong_pin);
    CHECK(card(read_secret) == "69 82");
}

TEST_CASE("VERIFY without data tells how things stand and costs nothing") {
    const auto transport = GENERATE(Transport::T0, Transport::T1);
    test::CardTalk card(transport);
    CHECK(card(ask) == "63 C3");
    CHECK(card("00 20 00 01 00") == "63 C3");
    card(wrong_pin);
    CHECK(card(ask) == "63 C2");
    CHECK(card(ask) == "63 C2");
    card(right_pin);
    CHECK(card(ask) == "90 00");
}

TEST_CASE("a VERIFY that cannot be meant costs no try") {
    const auto transport = GENERATE(Transport::T0, Transport::T1);
    test::CardTalk card(transport);
    CHECK(card("00 20 00 01 03 31 32 33") == "67 00");
    CHECK(card("00 20 00 01 09 31 32 33 34 35 36 37 38 39") == "67 00");
    CHECK(card("00 20 00 01 04") == "67 00");  // the PIN never came
    CHECK(card("00 20 01 01 04 31 32 33 34") == "6A 86");
    CHECK(card("00 20 00 02 04 31 32 33 34") == "6A 88");
    CHECK(card(ask) == "63 C3");
}

TEST_CASE("CHANGE REFERENCE DATA replaces the PIN if the old one is right") {
    const auto transport = GENERATE(Transport::T0, Transport::T1);
    test::CardTalk card(transport);
    CHECK(card("00 24 00 01 0A 31 32 33 34 35 36 37 38 39 30") == "90 00");
    CHECK(card(right_pin) == "63 C2");
    CHECK(card("00 20 00 01 06 35 36 37 38 39 30") == "90 00");
    card.card.reset();
    CHECK(card("00 20 00 01 06 35 36 37 38 39 30") == "90 00");
}

TEST_CASE("CHANGE REFERENCE DATA with a wrong PIN costs a try and changes nothing") {
    test::CardTalk card(Transport::T1);
    CHECK(card("00 24 00 01 08 30 30 30 30 35 36 37 38") == "63 C2");
    CHECK(card(right_pin) == "90 00");
    for (int i = 0; i < 3; ++i)
        card(wrong_pin);
    CHECK(card("00 24 00 01 08 31 32 33 34 35 36 37 38") == "69 83");
}

TEST_CASE("CHANGE REFERENCE DATA refuses a new PIN that is none, at no cost") {
    test::CardTalk card(Transport::T1);
    CHECK(card("00 24 00 01") == "67 00");
    CHECK(card("00 24 00 01 04 31 32 33 34") == "67 00");
    CHECK(card("00 24 00 01 07 30 30 30 30 35 36 37") == "6A 80");
    CHECK(card("00 24 00 01 0D 30 30 30 30 31 32 33 34 35 36 37 38 39") == "6A 80");
    CHECK(card("00 24 01 01 08 31 32 33 34 35 36 37 38") == "6A 86");
    CHECK(card("00 24 00 07 08 31 32 33 34 35 36 37 38") == "6A 88");
    CHECK(card(ask) == "63 C3");
}
