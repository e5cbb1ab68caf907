#include <catch2/catch.hpp>
#include <cstring>

#include "tests/unit/drivers/virtual/open_reader.hpp"

using namespace scrm::virtual_reader;
using namespace scrm::virtual_reader::test;

namespace {

constexpr std::uint32_t vendor_name = 0x00010100;
constexpr std::uint32_t ifd_type = 0x00010101;
constexpr std::uint32_t ifd_version = 0x00010102;
constexpr std::uint32_t ifd_serial = 0x00010103;
constexpr std::uint32_t channel_id = 0x00020110;
constexpr std::uint32_t async_protocols = 0x00030120;
constexpr std::uint32_t current_protocol = 0x00080201;
constexpr std::uint32_t icc_presence = 0x00090300;
constexpr std::uint32_t interface_status = 0x00090301;
constexpr std::uint32_t atr_string = 0x00090303;
constexpr std::uint32_t max_input = 0x0007A007;

/// The attribute's bytes, or the error in words.
std::string attribute(OpenReader& reader, std::uint32_t id, std::size_t space = 264) {
    std::vector<std::uint8_t> value(space);
    const auto size = reader.loop.at_once(reader.slot().get_attribute(id, value, far_away()));
    return size ? hex(Bytes(value).first(*size)) : describe(size.error());
}

std::string number(std::uint32_t value) {
    std::vector<std::uint8_t> raw(sizeof value);
    std::memcpy(raw.data(), &value, sizeof value);
    return hex(raw);
}

}  // namespace

TEST_CASE("a reader tells who it is") {
    OpenReader reader;
    CHECK(attribute(reader, vendor_name) == text("scrm"));
    CHECK(attribute(reader, ifd_type) == text("virtual reader"));
    CHECK(attribute(reader, ifd_version) == number(0x01000000));
    CHECK(attribute(reader, ifd_serial) == text("desk"));
    CHECK(attribute(reader, channel_id) == number(0x00F00000));
    CHECK(attribute(reader, async_protocols) == number(3));
    CHECK(attribute(reader, max_input) == number(65544));
}

TEST_CASE("attributes of the card follow its power") {
    OpenReader reader;
    CHECK(attribute(reader, icc_presence) == "02");
    CHECK(attribute(reader, interface_status) == "00");
    CHECK(attribute(reader, current_protocol) == number(0));
    CHECK(attribute(reader, atr_string) == describe(DriverError::CardUnpowered));

    reader.power_on();
    CHECK(attribute(reader, interface_status) == "01");
    CHECK(attribute(reader, current_protocol) == number(1));
    CHECK(attribute(reader, atr_string) == hex(CardAtr().bytes()));
    REQUIRE(reader.loop.at_once(reader.slot().select_protocol(Protocol::T1, far_away())));
    CHECK(attribute(reader, current_protocol) == number(2));

    REQUIRE(reader.bus.remove(desk_slot) == BusAnswer::Done);
    CHECK(attribute(reader, icc_presence) == "00");
    CHECK(attribute(reader, interface_status) == "00");
    CHECK(attribute(reader, atr_string) == describe(DriverError::NoCard));
}

TEST_CASE("an attribute that is unknown or does not fit is an error") {
    OpenReader reader;
    CHECK(attribute(reader, 0) == describe(DriverError::NotSupported));
    CHECK(attribute(reader, vendor_name, 4) == text("scrm"));
    CHECK(attribute(reader, vendor_name, 3) == describe(DriverError::ResponseTooLong));
    CHECK(attribute(reader, vendor_name, 0) == describe(DriverError::ResponseTooLong));
}
