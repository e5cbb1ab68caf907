// What a device tells about one of its interfaces.
#pragma once

#include <cstdint>
#include <vector>

#include "drivers/api/device_info.hpp"

namespace scrm::usb {

enum class EndpointType : std::uint8_t { Control, Isochronous, Bulk, Interrupt };

enum class Speed : std::uint8_t { Unknown, Low, Full, High, Super };

struct Endpoint {
    std::uint8_t address = 0;
    EndpointType type = EndpointType::Bulk;
    std::uint16_t max_packet = 0;  // bytes
    std::uint8_t interval = 0;
    std::vector<std::uint8_t> extra;  // descriptors behind this endpoint's, as they are

    [[nodiscard]] bool is_in() const { return (address & 0x80) != 0; }
};

/// One interface descriptor (alternate setting 0) with all that belongs to it.
struct InterfaceDescriptor {
    std::uint8_t number = 0;
    std::uint8_t interface_class = 0;
    std::uint8_t interface_subclass = 0;
    std::uint8_t interface_protocol = 0;
    std::vector<std::uint8_t> extra;  // descriptors between the interface's and its first endpoint
    std::vector<Endpoint> endpoints;
};

struct InterfaceDescription {
    drivers::UsbInterface place;  // ids, port path, serial, names
    Speed speed = Speed::Unknown;
    std::vector<std::uint8_t> configuration;  // the active configuration descriptor, whole and raw
    std::uint8_t interface_count = 0;         // of that configuration; more than one: a composite device
    InterfaceDescriptor interface;
};

}  // namespace scrm::usb
