#include "drivers/virtual/card_atr.hpp"

#include <catch2/catch.hpp>

#include "drivers/iso7816/atr.hpp"
#include "tests/unit/drivers/virtual/hex.hpp"

using namespace scrm::virtual_reader;

namespace {

CardAtr atr(std::string_view hex) {
    const auto parsed = CardAtr::from(test::bytes(hex));
    REQUIRE(parsed);
    return *parsed;
}

}  // namespace

TEST_CASE("the default ATR is well formed and offers T=0, then T=1") {
    const CardAtr standard;
    const auto parsed = scrm::iso7816::parse_atr(standard.bytes());
    const auto* whole = std::get_if<scrm::iso7816::Atr>(&parsed);
    REQUIRE(whole != nullptr);
    CHECK(whole->checksum == scrm::iso7816::Checksum::Correct);
    CHECK(whole->missing_bytes == 0);
    CHECK(whole->surplus_bytes == 0);
    CHECK(whole->historical_bytes.size() == 12);
    CHECK(standard.offers(Transport::T0));
    CHECK(standard.offers(Transport::T1));
    CHECK(standard.first_offer() == Transport::T0);
}

TEST_CASE("an ATR that names no protocol offers T=0") {
    const CardAtr plain = atr("3B 02 14 50");
    CHECK(plain.offers(Transport::T0));
    CHECK_FALSE(plain.offers(Transport::T1));
    CHECK(plain.first_offer() == Transport::T0);
}

TEST_CASE("an ATR that names T=1 alone offers no T=0") {
    const CardAtr single = atr("3B 80 01 81");
    CHECK_FALSE(single.offers(Transport::T0));
    CHECK(single.offers(Transport::T1));
    CHECK(single.first_offer() == Transport::T1);
}

TEST_CASE("TA2 binds the card to one of the protocols it names") {
    // TD1: T=0 and TD2, TA2 follow; TA2: T=1; TD2: T=1.
    const CardAtr specific = atr("3B 80 90 01 01 10");
    CHECK_FALSE(specific.offers(Transport::T0));
    CHECK(specific.offers(Transport::T1));
    CHECK(specific.first_offer() == Transport::T1);
}

TEST_CASE("a card of another protocol, or with a broken ATR, offers neither") {
    CHECK_FALSE(atr("3B 80 0E 8E").first_offer());
    CHECK_FALSE(atr("00 00").first_offer());
    CHECK_FALSE(atr("00 00").offers(Transport::T0));
}

TEST_CASE("an ATR has 2 to 33 bytes and comes back as it was given") {
    CHECK_FALSE(CardAtr::from({}));
    CHECK_FALSE(CardAtr::from(test::bytes("3B")));
    const std::vector<std::uint8_t> longest(33, 0x3B);
    REQUIRE(CardAtr::from(longest));
    CHECK(test::hex(CardAtr::from(longest)->bytes()) == test::hex(longest));
    CHECK_FALSE(CardAtr::from(std::vector<std::uint8_t>(34, 0x3B)));
}
