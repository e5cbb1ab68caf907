// What is neither a file nor a PIN, over T=1 or both; and what no card must fall over.
#include "drivers/virtual/emulated_card.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/card_talk.hpp"

using namespace scrm::virtual_reader;
using test::bytes;

TEST_CASE("a class or an instruction that the card does not know has its own status word") {
    const auto transport = GENERATE(Transport::T0, Transport::T1);
    test::CardTalk card(transport);
    CHECK(card("00 FF 00 00") == "6D 00");
    CHECK(card("80 FF 00 00 01 AA") == "6D 00");
    CHECK(card("80 A4 04 00 06 F0 53 43 52 4D 01") == "6D 00");
    CHECK(card("00 EC 00 00 01 AA") == "6D 00");
    CHECK(card("01 A4 00 00") == "6E 00");
    CHECK(card("FF CA 00 00 00") == "6E 00");
}

TEST_CASE("echo answers its data") {
    test::CardTalk card(Transport::T1);
    CHECK(card("80 EC 00 00") == "90 00");
    CHECK(card("80 EC 00 00 03 01 02 03 00") == "01 02 03 90 00");
    CHECK(card("80 EC 00 00 03 01 02 03") == "01 02 03 90 00");
    CHECK(card("80 EC 00 00 00 00 02 CA FE 00 00") == "CA FE 90 00");
}

TEST_CASE("echo answers the longest command there is") {
    auto command = bytes("80 EC 00 00 00 FF FF");
    for (std::size_t i = 0; i < 65535; ++i)
        command.push_back(static_cast<std::uint8_t>(i * 7));
    command.insert(command.end(), 2, 0);
    test::CardTalk card(Transport::T1);
    const auto answer = card.send(command);
    REQUIRE(answer.size() == 65537);
    CHECK(std::equal(answer.begin(), answer.end() - 2, command.begin() + 7));
    CHECK(test::hex(Bytes(answer).last(2)) == "90 00");
}

TEST_CASE("echo may answer into the buffer that holds the command") {
    EmulatedCard card{CardSpec{}};
    auto buffer = bytes("80 EC 00 00 04 11 22 33 44 00");
    const auto reply = card.exchange(Transport::T1, buffer, buffer);
    CHECK(test::hex(Bytes(buffer).first(reply.size)) == "11 22 33 44 90 00");
}

TEST_CASE("the command that takes time says how much and echoes its data") {
    test::CardTalk card(Transport::T1);
    CHECK(card("80 DE 01 F4 02 CA FE 00") == "CA FE 90 00");
    CHECK(card.delay == std::chrono::milliseconds(500));
    CHECK(card("80 DE FF FF") == "90 00");
    CHECK(card.delay == std::chrono::milliseconds(65535));
    card("80 EC 00 00");
    CHECK(card.delay == std::chrono::milliseconds(0));
}

TEST_CASE("GET CHALLENGE answers as many bytes as Le asks for, never the same twice") {
    test::CardTalk card(Transport::T1);
    const auto first = card("00 84 00 00 08");
    CHECK(first.size() == 10 * 3 - 1);
    CHECK(first.substr(24) == "90 00");
    CHECK(card("00 84 00 00 08") != first);
    CHECK(card.send(bytes("00 84 00 00 00")).size() == 258);
    CHECK(card.send(bytes("00 84 00 00 00 00 00")).size() == 65538);
    CHECK(card("00 84 00 00") == "67 00");
    CHECK(card("00 84 00 00 01 AA 08") == "67 00");
    CHECK(card("00 84 01 00 08") == "6A 86");
}

TEST_CASE("challenges repeat for the same seed alone") {
    const auto challenge = [](std::uint32_t seed) {
        EmulatedCard card{CardSpec{.atr = {}, .challenge_seed = seed}};
        std::vector<std::uint8_t> response(18);
        card.exchange(Transport::T1, bytes("00 84 00 00 10"), response);
        return test::hex(response);
    };
    CHECK(challenge(7) == challenge(7));
    CHECK(challenge(7) != challenge(8));
}

TEST_CASE("GET RESPONSE has nothing to give over T=1") {
    test::CardTalk card(Transport::T1);
    card("80 EC 00 00 02 CA FE");
    CHECK(card("00 C0 00 00 02") == "69 85");
}

TEST_CASE("an answer that does not fit is counted and nothing is written behind the space") {
    EmulatedCard card{CardSpec{}};
    std::vector<std::uint8_t> space(8, 0x55);
    const auto reply =
        card.exchange(Transport::T1, bytes("80 EC 00 00 04 01 02 03 04"), MutableBytes(space).first(5));
    CHECK(reply.size == 6);
    CHECK(test::hex(Bytes(space).last(3)) == "55 55 55");
    CHECK(card.exchange(Transport::T1, bytes("80 EC 00 00"), {}).size == 2);
}

TEST_CASE("every command of 0 to 8 bytes is answered with a status word") {
    const auto transport = GENERATE(Transport::T0, Transport::T1);
    const auto base =
        GENERATE(as<std::string>{}, "00 A4 04 00 FF 52 00 00", "00 B0 81 00 00 FF FF FF",
                 "00 D6 82 00 04 01 02 03", "00 20 00 01 08 31 32 33", "00 24 00 01 FF 31 32 33",
                 "00 84 00 00 00 00 00 00", "00 C0 00 00 00 00 01 AA", "80 EC 00 00 00 FF FF AA",
                 "80 DE 00 01 00 00 00 00", "FF FF FF FF FF FF FF FF");
    test::CardTalk card(transport);
    card.select_demo();
    const auto whole = bytes(base);
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const auto answer = card.send(Bytes(whole).first(length));
        REQUIRE(answer.size() >= 2);
        const auto sw1 = answer[answer.size() - 2];
        CHECK((sw1 == 0x90 || (sw1 >= 0x61 && sw1 <= 0x6F)));
        if (length < 4)
            CHECK(test::hex(answer) == "67 00");
    }
}

TEST_CASE("an Lc that promises more or less than came is a wrong length") {
    const auto transport = GENERATE(Transport::T0, Transport::T1);
    test::CardTalk card(transport);
    card.select_demo();
    CHECK(card("00 D6 82 00 05 01 02 03") == "67 00");
    CHECK(card("00 D6 82 00 01 01 02 03") == "67 00");
    CHECK(card("00 A4 04 00 FF F0 53") == "67 00");
    CHECK(card("80 EC 00 00 00 FF FF 01 02") == "67 00");
    CHECK(card("00 20 00 01 FF 31 32 33 34") == "67 00");
    CHECK(card("00 20 00 01") == "63 C3");
}
