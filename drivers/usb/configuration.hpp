// Raw configuration descriptors, as the device wrote them. Lenient: what does not parse is left out, and
// nothing is read past the end, whatever the lengths in it say.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "drivers/usb/interface_description.hpp"

namespace scrm::usb {

using DescriptorBytes = std::span<const std::uint8_t>;

/// The configuration descriptor with that bConfigurationValue, or the first if there is none, in what a usbfs
/// node tells: the device descriptor, then all configurations. Empty if there is no configuration at all.
DescriptorBytes find_configuration(DescriptorBytes node, std::uint8_t value);

/// bNumInterfaces; 0 if there is no such byte.
std::uint8_t interface_count(DescriptorBytes configuration);

struct DescribedInterface {
    std::uint8_t configuration = 0;  // bConfigurationValue; 0 where none stands before it
    InterfaceDescriptor interface;
};

/// Every interface's alternate setting 0, of all configurations that stand there one after the other. Ends at
/// the first descriptor that makes no sense.
std::vector<DescribedInterface> interfaces_of(DescriptorBytes descriptors);

/// Alternate setting 0 of that interface.
std::optional<InterfaceDescriptor> find_interface(DescriptorBytes configuration, std::uint8_t number);

}  // namespace scrm::usb
