// The reader sends a command that we do not know.
#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/t1_talk.hpp"

using namespace scrm::iso7816;

namespace {

std::string begin(T1Talk& talk, std::size_t template_size) {
    const auto prologue = talk.machine().begin_secure_entry(template_size);
    if (const auto* bytes = std::get_if<T1Prologue>(&prologue))
        return hex_of(*bytes);
    return T1Talk::text(std::get<T1Failed>(prologue));
}

}  // namespace

TEST_CASE("secure entry: a card that asks for time, as it was watched") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
    CHECK(begin(talk, 13) == "00 40 0D");
    CHECK(talk.raw(bytes_of("00 C3 01 09 CB")) == "00 E3 01 09 x9");
    CHECK(talk.raw(bytes_of("00 40 02 90 00 D2")) == "done 90 00");
    CHECK(talk.transmit("BB") == "00 00 01 BB");
}

TEST_CASE("secure entry: nothing was sent, so the numbers go back") {
    T1Talk talk;
    CHECK(begin(talk, 13) == "00 00 0D");
    talk.machine().withdraw_secure_entry();
    CHECK(talk.machine().idle());
    CHECK(begin(talk, 13) == "00 00 0D");
    talk.machine().withdraw_secure_entry();
    CHECK(talk.transmit("AA") == "00 00 01 AA");
}

TEST_CASE("secure entry: what the card has heard of cannot be withdrawn") {
    T1Talk talk;
    CHECK(begin(talk, 13) == "00 00 0D");
    CHECK(talk.got("00 C3 01 09") == "00 E3 01 09 x9");
    talk.machine().withdraw_secure_entry();
    CHECK_FALSE(talk.machine().idle());
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
    talk.machine().withdraw_secure_entry();
    CHECK(talk.transmit("BB") == "00 40 01 BB");
    talk.machine().withdraw_secure_entry();
    CHECK(talk.got("00 40 02 90 00") == "done 90 00");
}

TEST_CASE("secure entry: a PIN cannot be sent again by us") {
    T1Talk talk;
    CHECK(begin(talk, 13) == "00 00 0D");
    CHECK(talk.got("00 81 00") == "00 C0 00");
    CHECK(talk.got("00 E0 00") == failed(T1Failure::AnswerLost));
    CHECK(talk.transmit("AA") == "00 00 01 AA");
}

TEST_CASE("secure entry: a damaged answer is asked for again") {
    T1Talk talk;
    CHECK(begin(talk, 13) == "00 00 0D");
    CHECK(talk.damaged() == "00 81 00");
    CHECK(talk.got("00 00 02 63 C2") == "done 63 C2");
}

TEST_CASE("secure entry: one block must do, and one exchange at a time") {
    T1Talk talk(T1Settings{.ifsc = 16});
    CHECK(begin(talk, 17) == failed(T1Failure::CommandTooLong));
    CHECK(begin(talk, 16) == "00 00 10");
    CHECK(begin(talk, 16) == failed(T1Failure::Busy));
}

TEST_CASE("secure entry: a complaint about its answer is not that of the exchange before") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
    CHECK(begin(talk, 13) == "00 40 0D");
    CHECK(talk.damaged() == "00 91 00");
}
