#include "daemon/hotplug/usb_device_info.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/daemon/hotplug/usb_bytes.hpp"

using namespace scrm::hotplug;
using namespace scrm::hotplug::test;
using scrm::drivers::UsbInterface;

namespace {

bool listed(std::uint16_t vendor, std::uint16_t product) {
    return vendor == 0x072F && product == 0x90CC;
}

// A composite device with a keyboard and a reader of two slots, seen at the reader.
UsbFacts reader_facts() {
    UsbFacts facts;
    facts.name = "1-1.3:1.1";
    facts.interface_number = "01";
    facts.interface_class = "0b";
    facts.interface_subclass = "00";
    facts.interface_protocol = "00";
    facts.interface_name = "CCID Interface";
    facts.vendor = "08e6";
    facts.product = "3437";
    facts.release = "0201";
    facts.bus = "1";
    facts.device = "17";
    facts.node = "/dev/bus/usb/001/017";
    facts.manufacturer_name = "Gemalto";
    facts.product_name = "PC Twin Reader";
    facts.serial = "0815";
    facts.descriptors =
        device_descriptor() + configuration(1) + interface(0, 3) + endpoint() + interface(1, 0x0B) + ccid(1);
    return facts;
}

UsbFacts keyboard_facts() {
    UsbFacts facts = reader_facts();
    facts.name = "1-1.3:1.0";
    facts.interface_number = "00";
    facts.interface_class = "03";
    return facts;
}

UsbFacts vendor_facts(const std::string& descriptors) {
    UsbFacts facts = keyboard_facts();
    facts.interface_class = "ff";
    facts.descriptors = device_descriptor() + configuration(1) + descriptors;
    return facts;
}

UsbFacts of_listed_model(UsbFacts facts) {
    facts.vendor = "072f";
    facts.product = "90cc";
    return facts;
}

}  // namespace

TEST_CASE("a reader is told with all that is known of it") {
    const auto device = device_from(reader_facts(), listed);
    REQUIRE(device);
    CHECK(device->address == "usb:1-1.3:1.1");
    UsbInterface expected;
    expected.vendor = 0x08E6;
    expected.product = 0x3437;
    expected.release = 0x0201;
    expected.number = 1;
    expected.interface_class = 0x0B;
    expected.bus = 1;
    expected.device = 17;
    expected.slots = 2;
    expected.port_path = "1-1.3";
    expected.node = "/dev/bus/usb/001/017";
    expected.manufacturer_name = "Gemalto";
    expected.product_name = "PC Twin Reader";
    expected.serial = "0815";
    expected.interface_name = "CCID Interface";
    CHECK(std::get<UsbInterface>(device->what) == expected);
}

TEST_CASE("the siblings of a reader are none of ours, even if some driver lists the device") {
    CHECK_FALSE(device_from(keyboard_facts(), listed));
    CHECK_FALSE(device_from(of_listed_model(keyboard_facts()), listed));
}

TEST_CASE("a vendor's interface is a reader if it has a CCID descriptor") {
    CHECK(device_from(vendor_facts(interface(0, 0xFF) + ccid(0)), listed));
    CHECK_FALSE(device_from(vendor_facts(interface(0, 0xFF)), listed));
    CHECK_FALSE(device_from(vendor_facts(interface(1, 0xFF) + ccid(0)), listed));
}

TEST_CASE("a device without a reader interface is told of if some driver lists it, with every interface") {
    CHECK(device_from(of_listed_model(vendor_facts(interface(0, 0xFF) + interface(1, 3))), listed));
    CHECK(device_from(of_listed_model(vendor_facts("")), listed));
    UsbFacts other_configuration = of_listed_model(vendor_facts(interface(0, 0xFF)));
    other_configuration.descriptors += configuration(2) + interface(0, 0x0B);
    CHECK(device_from(other_configuration, listed));
}

TEST_CASE("without descriptors a reader is one by its class, with one slot") {
    UsbFacts facts = reader_facts();
    facts.descriptors.clear();
    const auto device = device_from(facts, listed);
    REQUIRE(device);
    CHECK(std::get<UsbInterface>(device->what).slots == 1);
}

TEST_CASE("a device with PCSCLITE_IGNORE is none of ours") {
    UsbFacts facts = reader_facts();
    facts.ignore = "1";
    CHECK_FALSE(device_from(facts, listed));
    facts.ignore = "0";
    CHECK(device_from(facts, listed));
}

TEST_CASE("what is missing or no number makes it no device") {
    const auto broken = [](std::string UsbFacts::*fact, const char* value) {
        UsbFacts facts = reader_facts();
        facts.*fact = value;
        return !device_from(facts, listed);
    };
    CHECK(broken(&UsbFacts::vendor, ""));
    CHECK(broken(&UsbFacts::product, "12345"));
    CHECK(broken(&UsbFacts::interface_number, "x"));
    CHECK(broken(&UsbFacts::bus, "-1"));
    CHECK(broken(&UsbFacts::device, "256"));
    CHECK(broken(&UsbFacts::node, ""));
    for (const auto* name : {"", "1-1", ":1.0", "1-1:", "1-1:1", "1-1:x.0"})
        CHECK(broken(&UsbFacts::name, name));
    CHECK_FALSE(broken(&UsbFacts::release, ""));
    CHECK_FALSE(broken(&UsbFacts::serial, ""));
}

TEST_CASE("devices come in the order of their ports, as numbers") {
    std::vector<std::string> names{"2-1:1.0", "1-10:1.0", "1-2:1.10", "1-2:1.9", "1-2.1:1.0", "1-1:1.0"};
    std::ranges::sort(names, by_port);
    CHECK(names ==
          std::vector<std::string>{"1-1:1.0", "1-2.1:1.0", "1-2:1.9", "1-2:1.10", "1-10:1.0", "2-1:1.0"});
}

TEST_CASE("what is neither of a reader's class nor listed is not worth a look") {
    CHECK(worth_a_look("0b", "08e6", "3437", listed));
    CHECK(worth_a_look("ff", "08e6", "3437", listed));
    CHECK(worth_a_look("03", "072f", "90cc", listed));
    CHECK_FALSE(worth_a_look("03", "08e6", "3437", listed));
    CHECK_FALSE(worth_a_look("09", "1d6b", "0002", listed));
    CHECK_FALSE(worth_a_look("", "", "", listed));
}
