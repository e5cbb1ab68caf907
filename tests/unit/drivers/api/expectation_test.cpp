#include "drivers/api/expectation.hpp"

#include <catch2/catch.hpp>

using namespace scrm::drivers;

namespace {

UsbInterface made_by(std::string manufacturer, std::string product) {
    UsbInterface device;
    device.vendor = 0x08E6;
    device.product = 0x3437;
    device.manufacturer_name = std::move(manufacturer);
    device.product_name = std::move(product);
    return device;
}

std::string name_of(const UsbInterface& device) {
    return usual_expectation({"usb:1-1:1.0", device}).identity.friendly_name;
}

}  // namespace

TEST_CASE("a USB reader is called by its maker and product, whatever of them it tells") {
    CHECK(name_of(made_by("Gemalto", "PC Twin Reader")) == "Gemalto PC Twin Reader");
    CHECK(name_of(made_by("Yubico", "Yubico YubiKey")) == "Yubico YubiKey");
    CHECK(name_of(made_by("", "PC Twin Reader")) == "PC Twin Reader");
    CHECK(name_of(made_by("Gemalto", "")) == "Gemalto");
    CHECK(name_of(made_by("", "")) == "USB Reader 08E6:3437");
}

TEST_CASE("a USB reader has the slots, interface and serial number that it tells of") {
    UsbInterface device = made_by("", "x");
    device.interface_name = "CCID";
    device.serial = "0815";
    device.slots = 5;
    const Expectation expected = usual_expectation({"usb:1-1:1.0", device});
    CHECK(expected.identity.interface_name == "CCID");
    CHECK(expected.identity.serial == "0815");
    CHECK(expected.slots == 5);
}

TEST_CASE("others are called as somebody has named them") {
    const Expectation configured =
        usual_expectation({"conf:Serial@x", ConfiguredReader{"Serial", "x", "/l", 1}});
    CHECK(configured.identity.friendly_name == "Serial");
    CHECK(configured.slots == 1);
    CHECK(usual_expectation({"virtual:desk: 1", VirtualPlace{}}).identity.friendly_name == "desk: 1");
}
