#include "daemon/readers/power_policy.hpp"

#include <array>
#include <catch2/catch.hpp>

using scrm::iso7816::AtrPattern;
using scrm::readers::PowerPolicy;
using namespace std::chrono_literals;

namespace {

constexpr std::array<std::uint8_t, 4> card{0x3B, 0x02, 0x14, 0x50};

}  // namespace

TEST_CASE("five seconds is usual, in any reader and for any card") {
    CHECK(PowerPolicy{}.off_after_in("Desk 00 00", card) == 5s);
    CHECK(PowerPolicy{.off_after = std::nullopt}.off_after_in("Desk 00 00", card) == std::nullopt);
}

TEST_CASE("a reader is named by its name or how it begins") {
    const PowerPolicy policy{.never_readers = {"Lamp", "Desk 00"}};
    CHECK(policy.off_after_in("Desk 00 00", card) == std::nullopt);
    CHECK(policy.off_after_in("Desk 00 01", card) == std::nullopt);
    CHECK(policy.off_after_in("Desk 01 00", card) == 5s);
    CHECK(policy.off_after_in("My Desk 00 00", card) == 5s);
    CHECK(policy.off_after_in("Lamp 00 00", card) == std::nullopt);
}

TEST_CASE("a card is named by its answer to reset") {
    const PowerPolicy policy{.never_cards = {*AtrPattern::parse("3B 00"), *AtrPattern::parse("3B 02 .. 50")}};
    CHECK(policy.off_after_in("Desk 00 00", card) == std::nullopt);
    CHECK(policy.off_after_in("Desk 00 00", std::array<std::uint8_t, 2>{0x3B, 0x00}) == std::nullopt);
    CHECK(policy.off_after_in("Desk 00 00", std::array<std::uint8_t, 2>{0x3B, 0x01}) == 5s);
}
