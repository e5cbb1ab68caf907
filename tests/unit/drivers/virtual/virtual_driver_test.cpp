#include "drivers/virtual/virtual_driver.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/open_reader.hpp"

using namespace scrm::virtual_reader;
using namespace scrm::virtual_reader::test;
using scrm::drivers::Match;

TEST_CASE("the driver fits virtual devices and no others") {
    VirtualBus bus;
    const VirtualDriver driver(bus);
    CHECK(driver.match(desk) == Match::Exact);
    CHECK(driver.match({.address = "virtual:desk", .what = scrm::drivers::UsbInterface{}}) == Match::No);
    CHECK(driver.match({.address = "virtual:desk", .what = scrm::drivers::ConfiguredReader{}}) == Match::No);
}

TEST_CASE("an open device is called by the reader's name and has its slots") {
    OpenReader reader({.name = "desk", .slots = 3, .card = std::nullopt});
    CHECK(reader.device->identity().friendly_name == "desk");
    CHECK(reader.device->identity().interface_name.empty());
    CHECK(reader.device->identity().serial.empty());
    CHECK(reader.device->slot_count() == 3);
}

TEST_CASE("a reader that is not plugged in cannot be opened") {
    Loop loop;
    VirtualBus bus;
    VirtualDriver driver(bus);
    CHECK(loop.at_once(driver.open(desk, far_away())).error() == DriverError::DeviceGone);
}

TEST_CASE("a reader is opened once at a time") {
    OpenReader reader;
    CHECK(reader.loop.at_once(reader.driver.open(desk, far_away())).error() == DriverError::Refused);
    reader.loop.run(reader.device->close());
    auto again = reader.loop.at_once(reader.driver.open(desk, far_away()));
    REQUIRE(again);
    reader.device = std::move(*again);
    reader.power_on();
}

TEST_CASE("a reader plugged in again is another reader") {
    OpenReader old;
    REQUIRE(old.bus.unplug("desk") == BusAnswer::Done);
    CHECK(old.loop.at_once(old.driver.open(desk, far_away())).error() == DriverError::DeviceGone);
    REQUIRE(old.bus.plug({.name = "desk", .slots = 1, .card = CardSpec{}}) == BusAnswer::Done);
    auto fresh = old.loop.at_once(old.driver.open(desk, far_away())).value();
    CHECK(old.loop.at_once(fresh->slot(0).power_on(far_away())));
    CHECK(error_of(old.loop.at_once(old.slot().power_on(far_away()))) == DriverError::DeviceGone);
    old.loop.run(fresh->close());
}
