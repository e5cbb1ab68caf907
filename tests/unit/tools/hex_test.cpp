#include "tools/scrmctl/hex.hpp"

#include <catch2/catch.hpp>

using namespace scrm::tools;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes bytes_in(std::string_view text) {
    return std::get<Bytes>(parse_hex(text));
}

std::string problem_in(std::string_view text) {
    return std::get<HexError>(parse_hex(text)).problem;
}

}  // namespace

TEST_CASE("bytes are written in upper case with the separator between them") {
    const Bytes bytes{0x00, 0xA4, 0x0F, 0xFF};
    CHECK(to_hex(bytes) == "00 A4 0F FF");
    CHECK(to_hex(bytes, "") == "00A40FFF");
    CHECK(to_hex({}).empty());
}

TEST_CASE("two hex digits in either case make a byte") {
    CHECK(bytes_in("00a4Ff") == Bytes{0x00, 0xA4, 0xFF});
    CHECK(bytes_in("").empty());
    CHECK(bytes_in(" \t:").empty());
}

TEST_CASE("blanks and colons may stand between bytes") {
    CHECK(bytes_in(" 00 A4:04\t00\r\n") == Bytes{0x00, 0xA4, 0x04, 0x00});
}

TEST_CASE("what is no hex digit is named with its position") {
    CHECK(problem_in("00G4") == "\"G\" at position 3 is no hex digit");
    CHECK(problem_in("0x") == "\"x\" at position 2 is no hex digit");
    CHECK(problem_in("-") == "\"-\" at position 1 is no hex digit");
    CHECK(problem_in("\x1b[") == "\"?\" at position 1 is no hex digit");
}

TEST_CASE("half a byte is an error, at the end and before a separator") {
    CHECK(problem_in("00A") == "\"A\" at position 3 is half a byte: each byte takes two hex digits");
    CHECK(problem_in("0 0") == "\"0\" at position 1 is half a byte: each byte takes two hex digits");
}
