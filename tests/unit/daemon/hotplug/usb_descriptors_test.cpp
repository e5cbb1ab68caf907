#include "daemon/hotplug/usb_descriptors.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/daemon/hotplug/usb_bytes.hpp"

using namespace scrm::hotplug;
using namespace scrm::hotplug::test;
using Interfaces = std::vector<UsbInterfaceDescriptor>;

TEST_CASE("interfaces are told with their configuration, and how many slots they have") {
    CHECK(read_usb_descriptors(device_descriptor() + configuration(1) + interface(0, 3) + endpoint() +
                               interface(1, 0x0B) + ccid(4) + endpoint() + configuration(2) +
                               interface(0, 0x0B)) ==
          Interfaces{{1, 0, 3, 0}, {1, 1, 0x0B, 5}, {2, 0, 0x0B, 0}});
}

TEST_CASE("a CCID descriptor may stand behind the endpoints, or be of a vendor's type") {
    CHECK(read_usb_descriptors(configuration(1) + interface(0, 0xFF) + endpoint() + endpoint() + ccid(0)) ==
          Interfaces{{1, 0, 0xFF, 1}});
    CHECK(read_usb_descriptors(configuration(1) + interface(0, 0xFF) + ccid(0, 0xFF)) ==
          Interfaces{{1, 0, 0xFF, 1}});
}

TEST_CASE("other settings of an interface are not told, nor are their CCID descriptors") {
    CHECK(read_usb_descriptors(configuration(1) + interface(0, 3) + interface(0, 3, 1) + ccid(7) +
                               interface(1, 8)) == Interfaces{{1, 0, 3, 0}, {1, 1, 8, 0}});
}

TEST_CASE("a CCID descriptor without an interface is nobody's") {
    CHECK(read_usb_descriptors(ccid(1) + configuration(1) + ccid(1) + interface(0, 3)) ==
          Interfaces{{1, 0, 3, 0}});
}

TEST_CASE("more slots than can be are cut") {
    CHECK(read_usb_descriptors(configuration(1) + interface(0, 0x0B) + ccid(255)) ==
          Interfaces{{1, 0, 0x0B, 16}});
}

TEST_CASE("reading ends at the first descriptor that makes no sense") {
    const std::string good = configuration(1) + interface(0, 0x0B);
    const Interfaces one{{1, 0, 0x0B, 0}};
    CHECK(read_usb_descriptors(good + bytes({0, 4}) + interface(1, 3)) == one);
    CHECK(read_usb_descriptors(good + bytes({1, 4}) + interface(1, 3)) == one);
    CHECK(read_usb_descriptors(good + interface(1, 3).substr(0, 8)) == one);
    CHECK(read_usb_descriptors(good + bytes({4, 4, 1, 0}) + bytes({3, 2, 9}) + bytes({2, 0x21})) == one);
    CHECK(read_usb_descriptors("").empty());
    CHECK(read_usb_descriptors("\x09").empty());
}

TEST_CASE("a reader is of its class, or of a vendor's with a CCID descriptor") {
    CHECK(is_reader({1, 0, 0x0B, 0}));
    CHECK(is_reader({1, 0, 0xFF, 1}));
    CHECK_FALSE(is_reader({1, 0, 0xFF, 0}));
    CHECK_FALSE(is_reader({1, 0, 0x03, 1}));
}
