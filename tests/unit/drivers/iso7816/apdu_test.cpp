#include "drivers/iso7816/apdu.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/hex.hpp"

using namespace scrm::iso7816;

namespace {

struct Seen {
    ApduCase kind;
    std::size_t data;
    std::size_t expected;
};

Seen seen(const Buffer& command) {
    const auto parsed = parse_command(command);
    REQUIRE(parsed.has_value());
    return {parsed->kind, parsed->data.size(), parsed->expected};
}

bool operator==(const Seen& a, const Seen& b) {
    return a.kind == b.kind && a.data == b.data && a.expected == b.expected;
}

Buffer command(std::string_view beginning, std::size_t data, std::string_view end = "") {
    Buffer bytes = bytes_of(beginning);
    bytes.resize(bytes.size() + data, 0xDD);
    for (const std::uint8_t byte : bytes_of(end))
        bytes.push_back(byte);
    return bytes;
}

}  // namespace

TEST_CASE("the header is taken apart") {
    const Buffer bytes = bytes_of("0C A4 04 01");
    const auto parsed = parse_command(bytes);
    REQUIRE(parsed.has_value());
    CHECK(parsed->cla == 0x0C);
    CHECK(parsed->ins == 0xA4);
    CHECK(parsed->p1 == 0x04);
    CHECK(parsed->p2 == 0x01);
    CHECK(parsed->kind == ApduCase::Case1);
    CHECK(parsed->expected == 0);
}

TEST_CASE("less than a header is no command") {
    CHECK_FALSE(parse_command({}).has_value());
    CHECK_FALSE(parse_command(bytes_of("00 A4 04")).has_value());
}

TEST_CASE("the short cases") {
    CHECK(seen(bytes_of("00 B0 00 00 10")) == Seen{ApduCase::Case2, 0, 16});
    CHECK(seen(bytes_of("00 B0 00 00 00")) == Seen{ApduCase::Case2, 0, 256});
    CHECK(seen(bytes_of("00 D6 00 00 01 AA")) == Seen{ApduCase::Case3, 1, 0});
    CHECK(seen(command("00 D6 00 00 FF", 255)) == Seen{ApduCase::Case3, 255, 0});
    CHECK(seen(bytes_of("00 A4 04 00 02 3F 00 00")) == Seen{ApduCase::Case4, 2, 256});
    CHECK(seen(command("00 D6 00 00 FF", 255, "0A")) == Seen{ApduCase::Case4, 255, 10});
}

TEST_CASE("the extended cases") {
    CHECK(seen(bytes_of("00 B0 00 00 00 01 00")) == Seen{ApduCase::Case2Extended, 0, 256});
    CHECK(seen(bytes_of("00 B0 00 00 00 00 00")) == Seen{ApduCase::Case2Extended, 0, 65536});
    CHECK(seen(bytes_of("00 D6 00 00 00 00 01 AA")) == Seen{ApduCase::Case3Extended, 1, 0});
    CHECK(seen(command("00 D6 00 00 00 FF FF", 65535)) == Seen{ApduCase::Case3Extended, 65535, 0});
    CHECK(seen(bytes_of("00 D6 00 00 00 00 01 AA 01 02")) == Seen{ApduCase::Case4Extended, 1, 258});
    CHECK(seen(command("00 D6 00 00 00 FF FF", 65535, "00 00")) ==
          Seen{ApduCase::Case4Extended, 65535, 65536});
    CHECK(command("00 D6 00 00 00 FF FF", 65535, "00 00").size() == max_extended_command);
}

TEST_CASE("the data are those of the command") {
    const Buffer bytes = bytes_of("00 D6 00 00 02 AB CD 00");
    CHECK(hex_of(parse_command(bytes)->data) == "AB CD");
    const Buffer extended = bytes_of("00 D6 00 00 00 00 02 AB CD");
    CHECK(hex_of(parse_command(extended)->data) == "AB CD");
}

TEST_CASE("lengths that contradict the size make no case and no error") {
    for (const auto* hex : {"00 D6 00 00 02 AA",                    // a byte of data is missing
                            "00 D6 00 00 01 AA BB CC",              // one byte too many behind Le
                            "00 B0 00 00 00 01",                    // half an extended Le
                            "00 D6 00 00 00 00 00 AA",              // an extended Lc of 0
                            "00 D6 00 00 00 00 00 00 00",           // the same, and an Le
                            "00 D6 00 00 00 00 02 AA",              // a byte of data is missing
                            "00 D6 00 00 00 00 01 AA 00",           // half an extended Le behind data
                            "00 D6 00 00 00 00 01 AA 00 00 00"}) {  // one byte too many
        INFO(hex);
        const Buffer bytes = bytes_of(hex);
        CHECK(seen(bytes) == Seen{ApduCase::Irregular, 0, 0});
        CHECK(parse_command(bytes)->ins == bytes[1]);
    }
}

TEST_CASE("which cases are extended") {
    CHECK(is_extended(ApduCase::Case2Extended));
    CHECK(is_extended(ApduCase::Case3Extended));
    CHECK(is_extended(ApduCase::Case4Extended));
    CHECK_FALSE(is_extended(ApduCase::Case1));
    CHECK_FALSE(is_extended(ApduCase::Case4));
    CHECK_FALSE(is_extended(ApduCase::Irregular));
}

TEST_CASE("the status word is the end of an answer") {
    CHECK(status_word(bytes_of("AA 61 10")) == 0x6110);
    CHECK(status_word(bytes_of("90 00")) == 0x9000);
    CHECK_FALSE(status_word(bytes_of("90")).has_value());
}
