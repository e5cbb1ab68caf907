#include "drivers/ifd-scrm-ccid/device_name.hpp"

#include <catch2/catch.hpp>

namespace scrm::ifd_handler {
namespace {

TEST_CASE("devices are named by their node, or by bus and number") {
    CHECK(parse_device_name("usb:08e6/3437:libudev:2:/dev/bus/usb/001/004") ==
          DeviceName{.vendor = 0x08E6, .product = 0x3437, .interface = 2, .node = "/dev/bus/usb/001/004"});
    CHECK(parse_device_name("usb:08e6/3437:libusb-1.0:1:124:0") ==
          DeviceName{.vendor = 0x08E6, .product = 0x3437, .interface = 0, .node = "/dev/bus/usb/001/124"});
}

TEST_CASE("other names are not understood") {
    for (const char* name :
         {"", "/dev/ttyS0:GemPCTwin", "usb:", "usb:08e6", "usb:08e6/", "usb:08e6/3437",
          "usb:xyzw/3437:libudev:0:/dev/x", "usb:08e6/3437:libudev:", "usb:08e6/3437:libudev:0",
          "usb:08e6/3437:libudev:0:relative", "usb:08e6/3437:libudev:999:/dev/x",
          "usb:08e6/3437:libusb-1.0:1:4", "usb:08e6/3437:libusb-1.0:1:4:0:0", "usb:08e6/3437:libhal:/org/x",
          "usb:108e6/3437:libudev:0:/dev/x"}) {
        CAPTURE(name);
        CHECK_FALSE(parse_device_name(name));
    }
}

}  // namespace
}  // namespace scrm::ifd_handler
