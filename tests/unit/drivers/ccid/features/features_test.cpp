#include "drivers/ccid/features/features.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {
namespace {

// Tag, length, value after one another, taken apart.
std::map<std::uint8_t, std::vector<std::uint8_t>> properties(const ReaderFacts& facts) {
    const std::vector<std::uint8_t> bytes = tlv_properties(facts);
    std::map<std::uint8_t, std::vector<std::uint8_t>> found;
    for (std::size_t at = 0; at < bytes.size(); at += 2U + bytes[at + 1])
        found[bytes[at]] = {bytes.begin() + static_cast<std::ptrdiff_t>(at + 2),
                            bytes.begin() + static_cast<std::ptrdiff_t>(at + 2 + bytes[at + 1])};
    return found;
}

TEST_CASE("a PIN pad that can do one of both offers that one, and its properties") {
    ReaderFacts facts;
    facts.can.pin = {.verify = true, .modify = false};
    CHECK(feature_list(facts) == hex("06 04 42330006 0A 04 4233000A 12 04 42330012"));
    facts.can.pin = {.verify = false, .modify = true};
    CHECK(feature_list(facts) == hex("07 04 42330007 0A 04 4233000A 12 04 42330012"));
}

TEST_CASE("what is a model's own is offered for that model") {
    ReaderFacts facts;
    facts.quirks.mct_reader_direct = true;
    facts.quirks.escape.everything = true;
    CHECK(feature_list(facts) == hex("08 04 42330008 12 04 42330012 13 04 42330013"));
    CHECK(properties(facts).at(9) == hex("01"));
    facts.quirks.escape = {.everything = false, .prefixes = {hex("02")}};
    CHECK(feature_list(facts) == hex("08 04 42330008 12 04 42330012"));
    CHECK(properties(facts).at(9) == hex("00"));
}

TEST_CASE("a display, a PIN pad and the sizes of PINs are told where they are known") {
    ReaderFacts facts;
    CHECK_FALSE(properties(facts).contains(2));
    CHECK_FALSE(properties(facts).contains(4));
    CHECK_FALSE(properties(facts).contains(6));
    facts.descriptor.lcd_layout = 0x0210;
    facts.can.display = {.lines = 2, .columns = 16};
    facts.can.pin.modify = true;
    facts.quirks.pin_sizes = PinSizes{.smallest = 4, .largest = 12};
    const auto found = properties(facts);
    CHECK(found.at(1) == hex("10 02"));
    CHECK(found.at(2) == hex("02"));
    CHECK(found.at(4) == hex("10 00"));
    CHECK(found.at(5) == hex("02 00"));
    CHECK(found.at(6) == hex("04"));
    CHECK(found.at(7) == hex("0C"));
    CHECK(pin_properties(facts) == hex("10 02 02 00"));
    facts.quirks.pin.validation = 7;
    CHECK(pin_properties(facts) == hex("10 02 07 00"));
}

TEST_CASE("the longest command: any at extended level or with the host's T=1, else what fits a message") {
    ReaderFacts facts;
    facts.can.max_message = 271;
    facts.can.level = ExchangeLevel::ExtendedApdu;
    CHECK(max_apdu_data(facts) == 0x10000);
    facts.can.level = ExchangeLevel::Tpdu;
    facts.can.protocols = {.t0 = true, .t1 = true};
    CHECK(max_apdu_data(facts) == 0x10000);
    facts.can.protocols = {.t0 = true, .t1 = false};
    CHECK(max_apdu_data(facts) == 0);
    facts.can.level = ExchangeLevel::ShortApdu;
    facts.can.protocols.t1 = true;
    CHECK(max_apdu_data(facts) == 0);
    facts.can.max_message = 100;
    CHECK(max_apdu_data(facts) == 85);
    facts.quirks.tolerates_longer = true;
    CHECK(max_command(facts) == 261);
}

}  // namespace
}  // namespace scrm::ccid
