// What IFDHCreateChannelByName is given for a USB reader: "usb:08e6/3437:libudev:0:/dev/bus/usb/001/004".
#pragma once

#include <string>

#include "drivers/api/device_info.hpp"

namespace scrm::bundles {

/// Ids in lower-case hexadecimal, the interface in decimal, the node as udev has it: handlers take it apart.
std::string usb_device_name(const drivers::UsbInterface& device);

/// For the handlers of old that are opened by a channel alone.
inline constexpr std::uint32_t first_usb_channel = 0x200000;

}  // namespace scrm::bundles
