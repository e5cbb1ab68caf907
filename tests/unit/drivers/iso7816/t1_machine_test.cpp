// Exchanges over a good line.
#include "drivers/iso7816/t1_machine.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/t1_talk.hpp"

using namespace scrm::iso7816;

namespace {

constexpr T1Settings short_blocks{.ifsc = 2};

}  // namespace

TEST_CASE("T=1: a command and its answer, one block each") {
    T1Talk talk;
    CHECK(talk.transmit("00 A4 00 00") == "00 00 04 00 A4 00 00");
    CHECK_FALSE(talk.machine().idle());
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
    CHECK(talk.machine().idle());
}

TEST_CASE("T=1: the numbers of both sides alternate") {
    T1Talk talk;
    for (const auto* number : {"00", "40", "00", "40"}) {
        CHECK(talk.transmit("AA") == std::string("00 ") + number + " 01 AA");
        CHECK(talk.got(std::string("00 ") + number + " 02 90 00") == "done 90 00");
    }
}

TEST_CASE("T=1: an empty command is a block, too, and so is an empty answer") {
    T1Talk talk;
    CHECK(talk.transmit(Buffer{}) == "00 00 00");
    CHECK(talk.got("00 00 00") == "done");
}

TEST_CASE("T=1: a long command goes in parts") {
    T1Talk talk(short_blocks);
    CHECK(talk.transmit("01 02 03 04 05") == "00 20 02 01 02");
    CHECK(talk.got("00 90 00") == "00 60 02 03 04");
    CHECK(talk.got("00 80 00") == "00 00 01 05");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: the last part of a command that fits exactly is no empty block") {
    T1Talk talk(short_blocks);
    CHECK(talk.transmit("01 02 03 04") == "00 20 02 01 02");
    CHECK(talk.got("00 90 00") == "00 40 02 03 04");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: a long answer comes in parts, some of them empty") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 20 02 01 02") == "00 90 00");
    CHECK(talk.got("00 60 00") == "00 80 00");
    CHECK(talk.got("00 00 03 03 90 00") == "done 01 02 03 90 00");
    CHECK(talk.transmit("BB") == "00 40 01 BB");
    CHECK(talk.got("00 40 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: the card gets the time it asks for, for one block") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 C3 01 09") == "00 E3 01 09 x9");
    CHECK(talk.got("00 C3 01 02") == "00 E3 01 02 x2");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: the card may want shorter or longer blocks from now on") {
    T1Talk talk(short_blocks);
    CHECK(talk.transmit("01 02 03 04 05 06") == "00 20 02 01 02");
    CHECK(talk.got("00 C1 01 03") == "00 E1 01 03");
    CHECK(talk.machine().ifsc() == 3);
    CHECK(talk.got("00 90 00") == "00 60 03 03 04 05");
    CHECK(talk.got("00 80 00") == "00 00 01 06");
    CHECK(talk.got("00 00 00") == "done");
    CHECK(talk.transmit("01 02 03") == "00 40 03 01 02 03");
}

TEST_CASE("T=1: our blocks' length is told to the card") {
    T1Talk talk;
    CHECK(talk.machine().ifsd() == 32);
    CHECK(talk.offer(254) == "00 C1 01 FE");
    CHECK(talk.got("00 E1 01 FE") == "done");
    CHECK(talk.machine().ifsd() == 254);
    CHECK(talk.transmit("AA") == "00 00 01 AA");
}

TEST_CASE("T=1: lengths that no block has are brought into range") {
    T1Talk talk(T1Settings{.ifsc = 0});
    CHECK(talk.machine().ifsc() == 1);
    talk.machine().reset(T1Settings{.ifsc = 255});
    CHECK(talk.machine().ifsc() == 254);
    CHECK(talk.offer(255) == "00 C1 01 FE");
    talk.machine().reset({});
    CHECK(talk.offer(0) == "00 C1 01 01");
}

TEST_CASE("T=1: blocks with a CRC") {
    T1Machine machine({.error_detection = ErrorDetection::Crc, .ifsc = 254});
    const auto offer = machine.offer_ifsd(254);
    CHECK(hex_of(std::get<T1Send>(offer).block) == "00 C1 01 FE 54 4E");
    CHECK(std::holds_alternative<T1Done>(machine.received(bytes_of("00 E1 01 FE 57 75"))));
    const auto command = machine.transmit(bytes_of("00 A4 00 00 00"));
    CHECK(hex_of(std::get<T1Send>(command).block) == "00 00 05 00 A4 00 00 00 B8 DA");
}

TEST_CASE("T=1: nodes, if anybody wants them") {
    T1Talk talk(T1Settings{.nad = 0x21});
    CHECK(talk.transmit("AA") == "21 00 01 AA");
    CHECK(talk.got("21 00 00") == "21 82 00");
    CHECK(talk.got("12 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: the card aborts a command that comes in parts") {
    T1Talk talk(short_blocks);
    CHECK(talk.transmit("01 02 03 04 05") == "00 20 02 01 02");
    CHECK(talk.got("00 90 00") == "00 60 02 03 04");
    CHECK(talk.got("00 C2 00") == "00 E2 00");
    CHECK(talk.got("00 80 00") == failed(T1Failure::AbortedByCard));
    CHECK(talk.machine().idle());
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: the card aborts its answer, and may begin another one") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 20 02 01 02") == "00 90 00");
    CHECK(talk.got("00 C2 00") == "00 E2 00");
    CHECK(talk.got("00 40 02 6F 00") == "done 6F 00");
}

TEST_CASE("T=1: an answer may be as long as the longest, and not longer") {
    for (const std::size_t surplus : {0U, 1U}) {
        T1Talk talk;
        CHECK(talk.transmit("AA") == "00 00 01 AA");
        const Buffer part = many(254);
        const std::string even = "00 20 FE " + hex_of(part);
        const std::string odd = "00 60 FE " + hex_of(part);
        for (unsigned i = 0; i < 258; ++i)  // 65 532 bytes
            REQUIRE(talk.got(i % 2 == 0 ? even : odd) == (i % 2 == 0 ? "00 90 00" : "00 80 00"));
        const Buffer rest = many(6 + surplus);
        const std::string last = talk.got("00 00 0" + std::to_string(rest.size()) + " " + hex_of(rest));
        CHECK((last == failed(T1Failure::AnswerTooLong)) == (surplus != 0));
        CHECK((last.size() == 4 + 3 * 65538UL) == (surplus == 0));
        CHECK(talk.transmit("BB") == "00 40 01 BB");
        CHECK(talk.got("00 40 02 90 00") == "done 90 00");
    }
}

TEST_CASE("T=1: an answer that is too long is taken to its end and dropped") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    const std::string part = " FE " + hex_of(many(254));
    for (unsigned i = 0; i < 300; ++i)
        REQUIRE(talk.got((i % 2 == 0 ? "00 20" : "00 60") + part) == (i % 2 == 0 ? "00 90 00" : "00 80 00"));
    CHECK(talk.got("00 00 02 90 00") == failed(T1Failure::AnswerTooLong));
}

TEST_CASE("T=1: what is refused before anything is sent") {
    T1Talk talk;
    CHECK(talk.transmit(many(65545)) == failed(T1Failure::CommandTooLong));
    CHECK(talk.transmit(many(65544)).starts_with("00 20 20 AA"));
    CHECK(talk.transmit("AA") == failed(T1Failure::Busy));
    CHECK(talk.offer(254) == failed(T1Failure::Busy));
    CHECK(talk.got("00 90 00").starts_with("00 60 20 AA"));
}

TEST_CASE("T=1: a block that nobody waits for is dropped") {
    T1Talk talk;
    CHECK(talk.got("00 00 02 90 00") == failed(T1Failure::NotAsked));
    CHECK(talk.missing() == failed(T1Failure::NotAsked));
    CHECK(talk.damaged() == failed(T1Failure::NotAsked));
    CHECK(talk.transmit("AA") == "00 00 01 AA");
}
