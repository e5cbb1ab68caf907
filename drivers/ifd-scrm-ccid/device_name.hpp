// The names by which resource managers tell of USB devices:
//
//   usb:08e6/3437:libudev:0:/dev/bus/usb/001/004     vendor/product, interface, node
//   usb:08e6/3437:libusb-1.0:1:4:0                   vendor/product, bus, device, interface
//
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scrm::ifd_handler {

struct DeviceName {
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::uint8_t interface = 0;
    std::string node;

    bool operator==(const DeviceName&) const = default;
};

/// None: it is of another kind.
[[nodiscard]] std::optional<DeviceName> parse_device_name(std::string_view name);

}  // namespace scrm::ifd_handler
