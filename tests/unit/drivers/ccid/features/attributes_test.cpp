#include "drivers/ccid/features/attributes.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;

// A number, where there is one.
std::optional<std::uint32_t> number(const AttributeSource& source, std::uint32_t id) {
    std::array<std::uint8_t, 4> value{};
    const auto size = read_attribute(source, id, value);
    if (!size || *size != value.size())
        return std::nullopt;
    return read_u32(value, 0);
}

DriverError complaint(const AttributeSource& source, std::uint32_t id) {
    std::array<std::uint8_t, 64> value{};
    const auto size = read_attribute(source, id, value);
    REQUIRE_FALSE(size.has_value());
    return size.error();
}

TEST_CASE("what a reader announces is told as it was announced") {
    ReaderFacts facts;
    facts.can.max_clock_khz = 8000;
    facts.can.default_data_rate = 10'752;
    facts.can.max_data_rate = 344'086;
    facts.descriptor.synchronous_protocols = 7;
    facts.descriptor.mechanical = 2;
    const AttributeSource source{.facts = facts, .supply = CardSupply::Empty, .atr = {}, .line = nullptr};
    CHECK(number(source, 0x30122) == 8000);
    CHECK(number(source, 0x30123) == 10'752);
    CHECK(number(source, 0x30124) == 344'086);
    CHECK(number(source, 0x30126) == 7);
    CHECK(number(source, 0x40131) == 0);  // no reader wakes the machine
    CHECK(number(source, 0x60150) == 2);
}

TEST_CASE("the asynchronous protocols are a bit each") {
    for (const std::uint32_t bits : {0U, 1U, 2U, 3U}) {
        ReaderFacts facts;
        facts.can.protocols = {(bits & 1U) != 0, (bits & 2U) != 0};
        const AttributeSource source{.facts = facts, .supply = CardSupply::Empty, .atr = {}, .line = nullptr};
        CHECK(number(source, 0x30120) == bits);
    }
}

TEST_CASE("names that a reader does not have are no attributes; those it has end with a zero") {
    ReaderFacts facts;
    AttributeSource source{.facts = facts, .supply = CardSupply::Empty, .atr = {}, .line = nullptr};
    for (const std::uint32_t id : {0x10100U, 0x10101U, 0x10103U})
        CHECK(complaint(source, id) == DriverError::NotSupported);
    facts.place.product_name = "AB";
    CHECK(number(source, 0x10101) == std::nullopt);
    std::array<std::uint8_t, 3> value{};
    REQUIRE(read_attribute(source, 0x10101, value).has_value());
    CHECK(value == std::array<std::uint8_t, 3>{'A', 'B', 0});
    CHECK(read_attribute(source, 0x10101, MutableBytes(value).first(2)).error() ==
          DriverError::ResponseTooLong);
}

TEST_CASE("with T=0, WI is an attribute, and those of T=1 are none") {
    ReaderFacts facts;
    const CardLine line{.parameters = {.protocol = 0, .fi_di = 0x94, .guard_time = 5, .waiting = 12},
                        .t1 = {}};
    const AttributeSource source{.facts = facts, .supply = CardSupply::Powered, .atr = {}, .line = &line};
    CHECK(number(source, 0x80201) == 1);
    CHECK(number(source, 0x80202) == facts.can.default_clock_khz);
    CHECK(number(source, 0x80203) == 512);
    CHECK(number(source, 0x80204) == 8);
    CHECK(number(source, 0x80205) == 5);
    CHECK(number(source, 0x80206) == 12);
    for (const std::uint32_t id : {0x80207U, 0x80208U, 0x80209U, 0x8020AU, 0x8020BU})
        CHECK(complaint(source, id) == DriverError::NotSupported);
}

TEST_CASE("with T=1 that the reader speaks, block lengths are the card's and the longest there are") {
    ReaderFacts facts;
    CardLine line{.parameters = {.protocol = 1, .waiting = 0x45, .crc = false, .ifsc = 128}, .t1 = {}};
    const AttributeSource source{.facts = facts, .supply = CardSupply::Powered, .atr = {}, .line = &line};
    CHECK(number(source, 0x80201) == 2);
    CHECK(number(source, 0x80207) == 128);
    CHECK(number(source, 0x80208) == 254);
    CHECK(number(source, 0x80209) == 4);
    CHECK(number(source, 0x8020A) == 5);
    CHECK(number(source, 0x8020B) == 0);
    line.parameters.crc = true;
    CHECK(number(source, 0x8020B) == 1);
    CHECK(complaint(source, 0x80206) == DriverError::NotSupported);
}

TEST_CASE("with T=1 that the host speaks, block lengths are those of its blocks") {
    ReaderFacts facts;
    CardLine line{.parameters = {.protocol = 1, .ifsc = 128}, .t1 = {}};
    iso7816::T1Settings settings;
    settings.ifsc = 64;
    line.t1.emplace(settings);
    const AttributeSource source{.facts = facts, .supply = CardSupply::Powered, .atr = {}, .line = &line};
    CHECK(number(source, 0x80207) == 64);
    CHECK(number(source, 0x80208) == 32);  // the card has not been told of more
}

TEST_CASE("what is the card's needs a card, with power, with a protocol") {
    ReaderFacts facts;
    AttributeSource source{.facts = facts, .supply = CardSupply::Empty, .atr = {}, .line = nullptr};
    CHECK(complaint(source, 0x80203) == DriverError::NoCard);
    source.supply = CardSupply::Unpowered;
    CHECK(complaint(source, 0x80203) == DriverError::CardUnpowered);
    source.supply = CardSupply::Powered;
    CHECK(complaint(source, 0x80203) == DriverError::NotSupported);
}

}  // namespace
}  // namespace scrm::ccid
