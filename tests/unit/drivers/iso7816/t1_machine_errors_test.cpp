// Exchanges over a bad line, and with cards that break the rules.
#include <catch2/catch.hpp>
#include <cstring>

#include "tests/unit/drivers/iso7816/t1_talk.hpp"

using namespace scrm::iso7816;

namespace {

constexpr T1Settings short_blocks{.ifsc = 2};

/// An exchange went well, so that the card is known to be one: both sides' next number is 1.
void warm_up(T1Talk& talk) {
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

}  // namespace

TEST_CASE("T=1: a damaged answer is asked for again") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.raw(bytes_of("00 00 02 90 00 93")) == "00 81 00");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: the complaint says what was wrong") {
    for (const auto& [bytes, complaint] :
         {std::pair{"00 00 02 90 00 93", "00 81 00"}, std::pair{"00 00", "00 81 00"},
          std::pair{"00 00 01 90 00 91", "00 81 00"}, std::pair{"00 00 FF FF", "00 82 00"},
          std::pair{"00 83 00 83", "00 82 00"}, std::pair{"00 C2 01 00 C3", "00 82 00"},
          std::pair{"01 00 00 01", "00 82 00"}, std::pair{"00 40 00 40", "00 82 00"}}) {
        INFO(bytes);
        T1Talk talk;
        CHECK(talk.transmit("AA") == "00 00 01 AA");
        CHECK(talk.raw(bytes_of(bytes)) == complaint);
    }
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.damaged() == "00 81 00");
}

TEST_CASE("T=1: a lost command is sent again as it was") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.got("00 80 00") == "00 00 01 AA");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: the card asks for a part again") {
    T1Talk talk(short_blocks);
    CHECK(talk.transmit("01 02 03") == "00 20 02 01 02");
    CHECK(talk.got("00 81 00") == "00 20 02 01 02");
    CHECK(talk.got("00 90 00") == "00 40 01 03");
    CHECK(talk.got("00 92 00") == "00 40 01 03");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: a part that is sent again is as long as it was, whatever the card wants meanwhile") {
    T1Talk talk(short_blocks);
    CHECK(talk.transmit("01 02 03 04") == "00 20 02 01 02");
    CHECK(talk.got("00 C1 01 01") == "00 E1 01 01");
    CHECK(talk.got("00 80 00") == "00 20 02 01 02");
    CHECK(talk.got("00 90 00") == "00 60 01 03");
}

TEST_CASE("T=1: our own complaint was not understood, so it is repeated as it was") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.damaged() == "00 81 00");
    CHECK(talk.got("00 91 00") == "00 81 00");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: a lost acknowledgement is repeated as it was") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 20 02 01 02") == "00 90 00");
    CHECK(talk.missing() == "00 90 00");
    CHECK(talk.got("00 91 00") == "00 90 00");
    CHECK(talk.got("00 40 02 90 00") == "done 01 02 90 00");
}

TEST_CASE("T=1: a card that never answers is mute") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.missing() == failed(T1Failure::CardMute));
    CHECK_FALSE(talk.machine().idle());
    CHECK(talk.transmit("AA") == failed(T1Failure::NeedsReset));
    CHECK(talk.got("00 00 02 90 00") == failed(T1Failure::NeedsReset));
    CHECK(talk.missing() == failed(T1Failure::NeedsReset));
    CHECK(talk.damaged() == failed(T1Failure::NeedsReset));
    CHECK(talk.offer(254) == failed(T1Failure::NeedsReset));
    CHECK(talk.cancel() == failed(T1Failure::NeedsReset));
    talk.machine().reset({});
    CHECK(talk.transmit("AA") == "00 00 01 AA");
}

TEST_CASE("T=1: a command that the card may have is not sent again after a RESYNCH") {
    T1Talk talk;
    warm_up(talk);
    CHECK(talk.transmit("BB") == "00 40 01 BB");
    CHECK(talk.missing() == "00 92 00");
    CHECK(talk.missing() == "00 92 00");
    CHECK(talk.missing() == "00 C0 00");
    CHECK(talk.got("00 E0 00") == failed(T1Failure::AnswerLost));
    CHECK(talk.transmit("CC") == "00 00 01 CC");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE(
    "T=1: a command of which the card has but parts begins again after a RESYNCH, from its first part") {
    T1Talk talk(T1Settings{.ifsc = 2});
    CHECK(talk.transmit("01 02 03 04 05") == "00 20 02 01 02");
    CHECK(talk.got("00 C1 01 01") == "00 E1 01 01");
    CHECK(talk.got("00 90 00") == "00 60 01 03");
    CHECK(talk.damaged() == "00 81 00");
    CHECK(talk.damaged() == "00 81 00");
    CHECK(talk.damaged() == "00 C0 00");
    CHECK(talk.got("00 E0 00") == "00 20 02 01 02");  // and as long as at the beginning
    CHECK(talk.got("00 90 00") == "00 60 02 03 04");
    CHECK(talk.got("00 80 00") == "00 00 01 05");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: three RESYNCH, and that is it") {
    T1Talk talk;
    warm_up(talk);
    CHECK(talk.transmit("BB") == "00 40 01 BB");
    CHECK(talk.missing() == "00 92 00");
    CHECK(talk.missing() == "00 92 00");
    CHECK(talk.missing() == "00 C0 00");
    CHECK(talk.got("00 40 02 90 00") == "00 C0 00");  // only its response counts now
    CHECK(talk.got("00 C3 01 01") == "00 C0 00");
    CHECK(talk.missing() == failed(T1Failure::CardMute));
}

TEST_CASE("T=1: RESYNCH is counted over the whole exchange") {
    T1Talk talk(short_blocks);
    CHECK(talk.transmit("01 02 03") == "00 20 02 01 02");
    for (int i = 0; i < 3; ++i) {
        CHECK(talk.got("00 80 00") == "00 20 02 01 02");
        CHECK(talk.got("00 80 00") == "00 20 02 01 02");
        CHECK(talk.got("00 80 00") == "00 C0 00");
        CHECK(talk.got("00 E0 00") == "00 20 02 01 02");
    }
    CHECK(talk.got("00 80 00") == "00 20 02 01 02");
    CHECK(talk.got("00 80 00") == "00 20 02 01 02");
    CHECK(talk.got("00 80 00") == failed(T1Failure::CardMute));
}

TEST_CASE("T=1: a card that acknowledges the last part for ever") {
    T1Talk talk;
    warm_up(talk);
    CHECK(talk.transmit("BB") == "00 40 01 BB");
    CHECK(talk.got("00 80 00") == "00 92 00");
    CHECK(talk.got("00 80 00") == "00 92 00");
    CHECK(talk.got("00 80 00") == "00 C0 00");
}

TEST_CASE("T=1: a card that asks for the command for ever") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 80 00") == "00 00 01 AA");
    CHECK(talk.got("00 80 00") == "00 00 01 AA");
    CHECK(talk.got("00 80 00") == "00 C0 00");
}

TEST_CASE("T=1: failures count in a row") {
    T1Talk talk(short_blocks);
    CHECK(talk.transmit("01 02 03") == "00 20 02 01 02");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.got("00 90 00") == "00 40 01 03");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.got("00 C3 01 02") == "00 E3 01 02 x2");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.missing() == "00 82 00");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
}

TEST_CASE("T=1: a card may not ask for RESYNCH") {
    T1Talk talk;
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 C0 00") == "00 82 00");
}

TEST_CASE("T=1: a card that knows no S(IFS) is left in peace") {
    T1Talk talk;
    CHECK(talk.offer(254) == "00 C1 01 FE");
    CHECK(talk.got("00 82 00") == "00 C1 01 FE");
    CHECK(talk.got("00 E1 01 20") == "00 C1 01 FE");
    CHECK(talk.got("00 82 00") == failed(T1Failure::IfsRefused));
    CHECK(talk.machine().ifsd() == 32);
    CHECK(talk.transmit("AA") == "00 00 01 AA");
}

TEST_CASE("T=1: a card that does not answer S(IFS) at all is mute") {
    T1Talk talk;
    CHECK(talk.offer(254) == "00 C1 01 FE");
    CHECK(talk.missing() == "00 C1 01 FE");
    CHECK(talk.damaged() == "00 C1 01 FE");
    CHECK(talk.missing() == failed(T1Failure::CardMute));
}

TEST_CASE("T=1: RESYNCH takes back what was agreed on") {
    T1Talk talk;
    CHECK(talk.offer(254) == "00 C1 01 FE");
    CHECK(talk.got("00 E1 01 FE") == "done");
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 C1 01 10") == "00 E1 01 10");
    CHECK(talk.machine().ifsc() == 16);
    CHECK(talk.cancel() == "00 C0 00");
    CHECK(talk.got("00 E0 00") == failed(T1Failure::Cancelled));
    CHECK(talk.machine().ifsc() == 32);
    CHECK(talk.machine().ifsd() == 32);
}

TEST_CASE("T=1: time has a limit") {
    using namespace std::chrono_literals;
    T1Talk talk(T1Settings{.block_waiting_time = 1s, .max_extension = 10s});
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 C3 01 04") == "00 E3 01 04 x4");
    CHECK(talk.got("00 C3 01 06") == "00 E3 01 06 x6");
    CHECK(talk.got("00 C3 01 01") == failed(T1Failure::TooMuchExtension));
    CHECK(talk.transmit("AA") == failed(T1Failure::NeedsReset));
    talk.machine().reset({.block_waiting_time = 1s, .max_extension = 10s});
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.got("00 C3 01 0A") == "00 E3 01 0A x10");
    CHECK(talk.got("00 00 02 90 00") == "done 90 00");
    CHECK(talk.transmit("AA") == "00 40 01 AA");
    CHECK(talk.got("00 C3 01 0A") == "00 E3 01 0A x10");
}

TEST_CASE("T=1: blocks have a limit") {
    T1Talk talk(T1Settings{.max_blocks = 5});
    warm_up(talk);
    CHECK(talk.transmit("BB") == "00 40 01 BB");
    for (const auto* ifs : {"00 C1 01 10", "00 C1 01 20", "00 C1 01 10", "00 C1 01 20"})
        CHECK(talk.got(ifs).starts_with("00 E1"));
    CHECK(talk.got("00 C1 01 10") == failed(T1Failure::TooManyBlocks));
    CHECK(talk.transmit("BB") == failed(T1Failure::NeedsReset));
}

TEST_CASE("T=1: cancelling puts the line in order") {
    T1Talk talk;
    CHECK(talk.cancel() == failed(T1Failure::Cancelled));
    CHECK(talk.transmit("AA") == "00 00 01 AA");
    CHECK(talk.cancel() == "00 C0 00");
    CHECK(talk.got("00 00 02 90 00") == "00 C0 00");
    CHECK(talk.got("00 E0 00") == failed(T1Failure::Cancelled));
    CHECK(talk.transmit("BB") == "00 00 01 BB");
    CHECK(talk.cancel() == "00 C0 00");
    CHECK(talk.missing() == "00 C0 00");
    CHECK(talk.missing() == "00 C0 00");
    CHECK(talk.missing() == failed(T1Failure::CardMute));
}

TEST_CASE("T=1: every failure has words of its own, and says whether the card must be reset") {
    for (unsigned i = 0; i <= static_cast<unsigned>(T1Failure::NeedsReset); ++i) {
        const auto failure = static_cast<T1Failure>(i);
        CHECK(std::strcmp(describe(failure), "the exchange failed") != 0);
        CHECK(needs_reset(failure) == (failure >= T1Failure::CardMute));
    }
}
