// What a USB device says of its interfaces, as sysfs keeps it in `descriptors`: the device's descriptor and
// all its configurations', byte for byte. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace scrm::hotplug {

struct UsbInterfaceDescriptor {
    std::uint8_t configuration = 0;  // bConfigurationValue
    std::uint8_t number = 0;
    std::uint8_t interface_class = 0;
    /// Slots, as its CCID descriptor counts them; 0 where it has none.
    std::uint8_t ccid_slots = 0;

    bool operator==(const UsbInterfaceDescriptor&) const = default;
};

/// First settings only. Ends at the first descriptor that makes no sense.
std::vector<UsbInterfaceDescriptor> read_usb_descriptors(std::string_view bytes);

/// Whether it is a smart card reader: of class 0x0B, or of a vendor's class with a CCID descriptor.
bool is_reader(const UsbInterfaceDescriptor& interface);

}  // namespace scrm::hotplug
