#include "drivers/iso7816/t0_mapper.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/hex.hpp"

using namespace scrm::iso7816;

namespace {

std::string text(const T0MapperAction& action) {
    if (const auto* send = std::get_if<T0MapperSend>(&action))
        return "send " + hex_of(send->tpdu);
    if (const auto* done = std::get_if<T0MapperDone>(&action))
        return "done " + hex_of(done->response);
    return std::string("failed: ") + describe(std::get<T0MapperFailed>(action).reason);
}

class Talk {
  public:
    std::string start(std::string_view command) { return text(mapper_.start(bytes_of(command))); }
    std::string got(std::string_view answer) { return text(mapper_.received(bytes_of(answer))); }

  private:
    T0Mapper mapper_;
};

Buffer join(std::string_view beginning, const Buffer& data, std::string_view end = "") {
    Buffer bytes = bytes_of(beginning);
    bytes.insert(bytes.end(), data.begin(), data.end());
    for (const std::uint8_t byte : bytes_of(end))
        bytes.push_back(byte);
    return bytes;
}

}  // namespace

TEST_CASE("the mapper lets commands that T=0 knows through") {
    Talk talk;
    CHECK(talk.start("00 44 00 00") == "send 00 44 00 00");
    CHECK(talk.got("90 00") == "done 90 00");
    CHECK(talk.start("00 B0 00 00 02") == "send 00 B0 00 00 02");
    CHECK(talk.got("01 02 90 00") == "done 01 02 90 00");
    CHECK(talk.start("00 D6 00 00 01 AA") == "send 00 D6 00 00 01 AA");
    CHECK(talk.got("6A 82") == "done 6A 82");
}

TEST_CASE("the mapper fetches what the card offers") {
    Talk talk;
    CHECK(talk.start("00 A4 04 00 02 3F 00 00") == "send 00 A4 04 00 02 3F 00");
    CHECK(talk.got("61 03") == "send 00 C0 00 00 03");
    CHECK(talk.got("01 02 03 61 02") == "send 00 C0 00 00 02");
    CHECK(talk.got("04 05 90 00") == "done 01 02 03 04 05 90 00");
}

TEST_CASE("the mapper does not fetch for a command that wants no data") {
    Talk talk;
    CHECK(talk.start("00 A4 04 00 02 3F 00") == "send 00 A4 04 00 02 3F 00");
    CHECK(talk.got("61 03") == "done 61 03");
}

TEST_CASE("the mapper asks with a class that is neither chained nor secured, on the same channel") {
    Talk talk;
    CHECK(talk.start("1E A4 04 00 02 3F 00 00") == "send 1E A4 04 00 02 3F 00");
    CHECK(talk.got("61 03") == "send 02 C0 00 00 03");
    CHECK(talk.start("75 A4 04 00 02 3F 00 00") == "send 75 A4 04 00 02 3F 00");
    CHECK(talk.got("61 03") == "send 45 C0 00 00 03");
    CHECK(talk.start("A0 A4 00 00 02 3F 00 00") == "send A0 A4 00 00 02 3F 00");
    CHECK(talk.got("61 03") == "send A0 C0 00 00 03");
}

TEST_CASE("the mapper repeats a read with the length that the card names") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 00") == "send 00 B0 00 00 00");
    CHECK(talk.got("6C 02") == "send 00 B0 00 00 02");
    CHECK(talk.got("01 02 90 00") == "done 01 02 90 00");
    CHECK(talk.start("00 A4 04 00 02 3F 00 00") == "send 00 A4 04 00 02 3F 00");
    CHECK(talk.got("61 00") == "send 00 C0 00 00 00");
    CHECK(talk.got("6C 01") == "send 00 C0 00 00 01");
    CHECK(talk.got("07 90 00") == "done 07 90 00");
}

TEST_CASE("6C about a command that reads nothing is an answer") {
    Talk talk;
    CHECK(talk.start("00 D6 00 00 01 AA") == "send 00 D6 00 00 01 AA");
    CHECK(talk.got("6C 02") == "done 6C 02");
    CHECK(talk.start("00 44 00 00") == "send 00 44 00 00");
    CHECK(talk.got("6C 02") == "done 6C 02");
}

TEST_CASE("the mapper shortens what is extended without need") {
    Talk talk;
    CHECK(talk.start("00 B0 00 00 00 00 05") == "send 00 B0 00 00 05");
    CHECK(talk.start("00 B0 00 00 00 01 00") == "send 00 B0 00 00 00");
    CHECK(talk.start("00 B0 00 00 00 00 00") == "send 00 B0 00 00 00");
    CHECK(talk.start("00 D6 00 00 00 00 02 AA BB") == "send 00 D6 00 00 02 AA BB");
    CHECK(talk.start("00 D6 00 00 00 00 02 AA BB 00 00") == "send 00 D6 00 00 02 AA BB");
}

TEST_CASE("the mapper puts a long command into envelopes") {
    T0Mapper mapper;
    const Buffer command = join("0C D6 00 00 00 01 2C", many(300), "00 00");  // 309 bytes
    CHECK(text(mapper.start(command)) ==
          "send " + hex_of(join("00 C2 00 00 FF 0C D6 00 00 00 01 2C", many(248))));
    CHECK(text(mapper.received(bytes_of("90 00"))) ==
          "send " + hex_of(join("00 C2 00 00 36", many(52), "00 00")));
    CHECK(text(mapper.received(bytes_of("61 02"))) == "send 00 C0 00 00 02");
    CHECK(text(mapper.received(bytes_of("01 02 90 00"))) == "done 01 02 90 00");
}

TEST_CASE("a card that does not take envelopes says so itself") {
    T0Mapper mapper;
    const Buffer command = join("00 D6 00 00 00 01 2C", many(300));
    CHECK(text(mapper.start(command)) ==
          "send " + hex_of(join("00 C2 00 00 FF 00 D6 00 00 00 01 2C", many(248))));
    CHECK(text(mapper.received(bytes_of("6D 00"))) == "done 6D 00");
}

TEST_CASE("the mapper's answer has a limit") {
    T0Mapper mapper;
    CHECK(text(mapper.start(bytes_of("00 B0 00 00 00"))) == "send 00 B0 00 00 00");
    const Buffer full = join("", many(256), "61 00");
    for (int i = 0; i < 256; ++i)
        REQUIRE(text(mapper.received(full)) == "send 00 C0 00 00 00");
    const auto last = mapper.received(full);
    CHECK(std::get<T0MapperDone>(last).response.size() == max_response);
}

TEST_CASE("a card cannot offer for ever") {
    T0Mapper mapper;
    CHECK(text(mapper.start(bytes_of("00 B0 00 00 00"))) == "send 00 B0 00 00 00");
    for (int i = 0; i < 8; ++i)
        REQUIRE(text(mapper.received(bytes_of("61 05"))) == "send 00 C0 00 00 05");
    CHECK(text(mapper.received(bytes_of("61 05"))) ==
          "failed: the card offers data and does not hand it out");
}

TEST_CASE("what the mapper refuses") {
    Talk talk;
    CHECK(talk.got("90 00") == "failed: an answer came when nothing was asked");
    CHECK(talk.start("00 B0") == "failed: the command's lengths contradict its size");
    CHECK(talk.start("00 D6 00 00 02 AA") == "failed: the command's lengths contradict its size");
    CHECK(talk.start("00 44 00 00") == "send 00 44 00 00");
    CHECK(talk.got("90") == "failed: the card's answer has no status word");
    CHECK(talk.got("90 00") == "failed: an answer came when nothing was asked");
}
