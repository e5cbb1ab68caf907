#include "drivers/iso7816/t0_exchange.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "tests/unit/drivers/iso7816/hex.hpp"

using namespace scrm::iso7816;

namespace {

/// "send 00 B0 00 00 02, take 1", or "done 90 00", or "failed: ..."
std::string text(const T0Action& action) {
    if (const auto* transfer = std::get_if<T0Transfer>(&action)) {
        const std::string send = transfer->send.empty() ? "" : "send " + hex_of(transfer->send) + ", ";
        return send + "take " + std::to_string(transfer->expect);
    }
    if (const auto* done = std::get_if<T0Done>(&action))
        return "done " + hex_of(done->response);
    return std::string("failed: ") + describe(std::get<T0Failed>(action).reason);
}

class Talk {
  public:
    explicit Talk(std::size_t max_waits = T0Exchange::default_max_waits) : exchange_(max_waits) {}
    std::string start(std::string_view command) { return text(exchange_.start(bytes_of(command))); }
    std::string got(std::string_view bytes) { return text(exchange_.received(bytes_of(bytes))); }

  private:
    T0Exchange exchange_;
};

const std::string broke_the_rules = "failed: the card broke the rules of T=0";

}  // namespace

TEST_CASE("T=0: a command without data goes with P3 00") {
    Talk talk;
    CHECK(talk.start("00 44 00 00") == "send 00 44 00 00 00, take 1");
    CHECK(talk.got("90") == "take 1");
    CHECK(talk.got("00") == "done 90 00");
}

TEST_CASE("T=0: a read is let through in one go") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 03") == "send 00 B0 00 00 03, take 1");
    CHECK(talk.got("B0") == "take 3");
    CHECK(talk.got("01 02 03") == "take 1");
    CHECK(talk.got("90") == "take 1");
    CHECK(talk.got("00") == "done 01 02 03 90 00");
}

TEST_CASE("T=0: a read of P3 00 is one of 256 bytes") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 00") == "send 00 B0 00 00 00, take 1");
    CHECK(talk.got("B0") == "take 256");
}

TEST_CASE("T=0: a write is let through in one go") {
    Talk talk;
    CHECK(talk.start("00 D6 00 00 03 0A 0B 0C") == "send 00 D6 00 00 03, take 1");
    CHECK(talk.got("D6") == "send 0A 0B 0C, take 1");
    CHECK(talk.got("90") == "take 1");
    CHECK(talk.got("00") == "done 90 00");
}

TEST_CASE("T=0: a case 4 command leaves its Le at home") {
    Talk talk;
    CHECK(talk.start("00 A4 00 00 02 3F 00 00") == "send 00 A4 00 00 02, take 1");
    CHECK(talk.got("A4") == "send 3F 00, take 1");
    CHECK(talk.got("61 1A") == "done 61 1A");
}

TEST_CASE("T=0: INS ^ 1 is as good as INS") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 02") == "send 00 B0 00 00 02, take 1");
    CHECK(talk.got("B1") == "take 2");
}

TEST_CASE("T=0: byte by byte, if the card wants it so") {
    for (const auto* one : {"4F", "4E"}) {
        Talk talk;
        CHECK(talk.start("00 B0 00 00 02") == "send 00 B0 00 00 02, take 1");
        CHECK(talk.got(one) == "take 1");
        CHECK(talk.got("01") == "take 1");
        CHECK(talk.got("B0") == "take 1");
        CHECK(talk.got("02") == "take 1");
        CHECK(talk.got("90 00") == "done 01 02 90 00");
    }
    Talk talk;
    CHECK(talk.start("00 D6 00 00 03 0A 0B 0C") == "send 00 D6 00 00 03, take 1");
    CHECK(talk.got("29") == "send 0A, take 1");
    CHECK(talk.got("29") == "send 0B, take 1");
    CHECK(talk.got("D6") == "send 0C, take 1");
    CHECK(talk.got("90 00") == "done 90 00");
}

TEST_CASE("T=0: 60 is a wait, wherever it comes") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 01") == "send 00 B0 00 00 01, take 1");
    CHECK(talk.got("60") == "take 1");
    CHECK(talk.got("60 60 B0") == "take 1");
    CHECK(talk.got("60") == "take 1");  // data
    CHECK(talk.got("60") == "take 1");
    CHECK(talk.got("90 00") == "done 60 90 00");
}

TEST_CASE("T=0: a card may end it early") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 10") == "send 00 B0 00 00 10, take 1");
    CHECK(talk.got("6C 04") == "done 6C 04");
    CHECK(talk.start("00 D6 00 00 03 0A 0B 0C") == "send 00 D6 00 00 03, take 1");
    CHECK(talk.got("6D") == "take 1");
    CHECK(talk.got("00") == "done 6D 00");
}

TEST_CASE("T=0: bytes may come in any portions, and what comes too late is nobody's") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 04") == "send 00 B0 00 00 04, take 1");
    CHECK(talk.got("") == "take 1");
    CHECK(talk.got("B0 01 02") == "take 2");
    CHECK(talk.got("03 04 90 00 55 66") == "done 01 02 03 04 90 00");
    CHECK(talk.got("00") == "failed: bytes came when none were due");
}

TEST_CASE("T=0: a byte that means nothing is the end") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 01") == "send 00 B0 00 00 01, take 1");
    CHECK(talk.got("12") == broke_the_rules);
    CHECK(talk.got("90") == "failed: bytes came when none were due");
}

TEST_CASE("T=0: a card that lets more through than there is") {
    Talk talk;
    CHECK(talk.start("00 44 00 00") == "send 00 44 00 00 00, take 1");
    CHECK(talk.got("44") == "take 1");  // nothing to let through, so it is a wait
    CHECK(talk.got("BB") == broke_the_rules);

    CHECK(talk.start("00 D6 00 00 02 0A 0B") == "send 00 D6 00 00 02, take 1");
    CHECK(talk.got("29 29") == broke_the_rules);  // before it can have the first
}

TEST_CASE("T=0: a card cannot make us wait for ever") {
    Talk talk(3);
    CHECK(talk.start("00 B0 00 00 01") == "send 00 B0 00 00 01, take 1");
    CHECK(talk.got("60 60 60") == "take 1");
    CHECK(talk.got("60") == "failed: the card asked to wait too often");
    CHECK(talk.start("00 44 00 00") == "send 00 44 00 00 00, take 1");
    CHECK(talk.got("44 44 44 44") == "failed: the card asked to wait too often");
}

TEST_CASE("T=0: no command, no talk") {
    Talk talk;
    CHECK(talk.start("00 B0") == "failed: not a command for T=0");
    CHECK(talk.start("00 B0 00 00 00 01 00") == "failed: not a command for T=0");
    CHECK(talk.got("90 00") == "failed: bytes came when none were due");
}

TEST_CASE("T=0: a new command forgets the old one") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 04") == "send 00 B0 00 00 04, take 1");
    CHECK(talk.got("B0 01 02") == "take 2");
    CHECK(talk.start("00 44 00 00") == "send 00 44 00 00 00, take 1");
    CHECK(talk.got("90 00") == "done 90 00");
}
