#include "daemon/bundles/usb_device_name.hpp"

#include <array>
#include <cstdio>

namespace scrm::bundles {

std::string usb_device_name(const drivers::UsbInterface& device) {
    std::array<char, 64> ids{};
    const int size = std::snprintf(ids.data(), ids.size(), "usb:%04x/%04x:libudev:%d:", device.vendor,
                                   device.product, device.number);
    return std::string(ids.data(), static_cast<std::size_t>(size)) + device.node;
}

}  // namespace scrm::bundles
