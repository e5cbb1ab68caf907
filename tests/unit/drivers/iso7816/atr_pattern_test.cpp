#include "drivers/iso7816/atr_pattern.hpp"

#include <catch2/catch.hpp>
#include <string>

using scrm::iso7816::AtrPattern;

namespace {

bool fits(std::string_view pattern, std::vector<std::uint8_t> atr) {
    const auto parsed = AtrPattern::parse(pattern);
    REQUIRE(parsed);
    return parsed->fits(atr);
}

}  // namespace

TEST_CASE("a pattern fits the very bytes it names") {
    CHECK(fits("3B 02 14 50", {0x3B, 0x02, 0x14, 0x50}));
    CHECK(fits("3b021450", {0x3B, 0x02, 0x14, 0x50}));
    CHECK(fits(" 3B02 1450 ", {0x3B, 0x02, 0x14, 0x50}));
    CHECK_FALSE(fits("3B 02 14 51", {0x3B, 0x02, 0x14, 0x50}));
}

TEST_CASE("a pattern fits no longer and no shorter answer") {
    CHECK_FALSE(fits("3B 02 14 50", {0x3B, 0x02, 0x14}));
    CHECK_FALSE(fits("3B 02 14 50", {0x3B, 0x02, 0x14, 0x50, 0x00}));
    CHECK_FALSE(fits("3B 02", {}));
}

TEST_CASE("two dots fit any one byte") {
    CHECK(fits("3B .. 14 ..", {0x3B, 0x00, 0x14, 0xFF}));
    CHECK_FALSE(fits("3B .. 14 ..", {0x3B, 0x00, 0x15, 0xFF}));
    CHECK_FALSE(fits("3B ..", {0x3B}));
}

TEST_CASE("what is no pattern of 2 to 33 bytes is refused") {
    for (const auto* text : {"", " ", "3B", "3", "3B 0", "3B 0 2", "3B 02 1", "3B .", "3B . .", "3B GG",
                             "3B 0x02", "3B -1", "3B +1", "3B *"})
        CHECK_FALSE(AtrPattern::parse(text));
    std::string longest;
    for (int i = 0; i < 33; ++i)
        longest += "3B";
    CHECK(AtrPattern::parse(longest));
    CHECK_FALSE(AtrPattern::parse(longest + "3B"));
}
