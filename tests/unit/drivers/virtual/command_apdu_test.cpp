#include "drivers/virtual/command_apdu.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/hex.hpp"

using namespace scrm::virtual_reader;
using test::bytes;

namespace {

/// Header, a two-byte length field after 00, then `data` bytes of AA, then `tail`.
std::vector<std::uint8_t> extended(std::size_t lc, std::size_t data, std::string_view tail) {
    auto command = bytes("80 EC 00 00 00");
    command.push_back(static_cast<std::uint8_t>(lc >> 8U));
    command.push_back(static_cast<std::uint8_t>(lc & 0xFFU));
    command.insert(command.end(), data, 0xAA);
    const auto end = bytes(tail);
    command.insert(command.end(), end.begin(), end.end());
    return command;
}

}  // namespace

TEST_CASE("the header of a command is its first four bytes") {
    const auto command = bytes("01 02 03 04");
    const auto apdu = parse_t1(command);
    REQUIRE(apdu);
    CHECK(apdu->cla == 1);
    CHECK(apdu->ins == 2);
    CHECK(apdu->p1 == 3);
    CHECK(apdu->p2 == 4);
    CHECK(apdu->data.empty());
    CHECK(apdu->expected == 0);
}

TEST_CASE("T=1 understands every short case") {
    const auto case2 = parse_t1(bytes("00 B0 00 00 10"));
    REQUIRE(case2);
    CHECK(case2->expected == 16);
    CHECK_FALSE(case2->expects_all);

    const auto case2_all = parse_t1(bytes("00 B0 00 00 00"));
    REQUIRE(case2_all);
    CHECK(case2_all->expected == 256);
    CHECK(case2_all->expects_all);

    const auto third = bytes("00 D6 00 00 02 AA BB");
    const auto case3 = parse_t1(third);
    REQUIRE(case3);
    CHECK(test::hex(case3->data) == "AA BB");
    CHECK(case3->expected == 0);

    const auto fourth = bytes("80 EC 00 00 02 AA BB 05");
    const auto case4 = parse_t1(fourth);
    REQUIRE(case4);
    CHECK(test::hex(case4->data) == "AA BB");
    CHECK(case4->expected == 5);
}

TEST_CASE("T=1 understands every extended case") {
    const auto case2 = parse_t1(bytes("00 B0 00 00 00 01 00"));
    REQUIRE(case2);
    CHECK(case2->expected == 256);
    CHECK_FALSE(case2->expects_all);

    const auto case2_all = parse_t1(bytes("00 B0 00 00 00 00 00"));
    REQUIRE(case2_all);
    CHECK(case2_all->expected == 65536);
    CHECK(case2_all->expects_all);

    const auto third = extended(300, 300, "");
    const auto case3 = parse_t1(third);
    REQUIRE(case3);
    CHECK(case3->data.size() == 300);
    CHECK(case3->expected == 0);

    const auto fourth = extended(65535, 65535, "00 00");
    const auto case4 = parse_t1(fourth);
    REQUIRE(case4);
    CHECK(case4->data.size() == 65535);
    CHECK(case4->expected == 65536);
}

TEST_CASE("T=1 refuses a length field that lies") {
    CHECK_FALSE(parse_t1(bytes("00 D6 00 00 03 AA BB")));        // data missing
    CHECK_FALSE(parse_t1(bytes("00 D6 00 00 01 AA BB CC")));     // two bytes too many
    CHECK_FALSE(parse_t1(bytes("00 D6 00 00 00 01")));           // half an extended length
    CHECK_FALSE(parse_t1(bytes("00 D6 00 00 00 00 00 00 00")));  // extended Lc of zero
    CHECK_FALSE(parse_t1(extended(300, 299, "")));               // data missing
    CHECK_FALSE(parse_t1(extended(300, 300, "00")));             // half an extended Le
    CHECK_FALSE(parse_t1(extended(300, 300, "00 00 00")));       // one byte too many
}

TEST_CASE("T=0 reads P3 as Le when nothing follows, else as Lc") {
    const auto le = parse_t0(bytes("00 B0 00 00 00"));
    REQUIRE(le);
    CHECK(le->expected == 256);
    const auto with_data = bytes("80 EC 00 00 02 AA BB");
    const auto lc = parse_t0(with_data);
    REQUIRE(lc);
    CHECK(test::hex(lc->data) == "AA BB");
    CHECK(parse_t0(bytes("80 EC 00 00 02 AA BB 00")));
}

TEST_CASE("T=0 knows no extended length") {
    CHECK_FALSE(parse_t0(bytes("00 B0 00 00 00 01")));
    CHECK_FALSE(parse_t0(bytes("00 B0 00 00 00 01 00")));
    CHECK_FALSE(parse_t0(extended(300, 300, "")));
}

TEST_CASE("fewer than four bytes are no command") {
    for (const auto* command : {"", "00", "00 A4", "00 A4 00"}) {
        CHECK_FALSE(parse_t0(bytes(command)));
        CHECK_FALSE(parse_t1(bytes(command)));
    }
}
