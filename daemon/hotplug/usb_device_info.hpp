// What sysfs and udev say of a USB interface -> a device for drivers, or nothing of ours. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "drivers/api/device_info.hpp"

namespace scrm::hotplug {

/// As they stand there: numbers as text. Empty where nothing is said.
struct UsbFacts {
    std::string name;  // of the interface in sysfs: "1-1.3:1.0"
    // Of the interface, in hexadecimal.
    std::string interface_number;
    std::string interface_class;
    std::string interface_subclass;
    std::string interface_protocol;
    std::string interface_name;
    // Of the device: ids in hexadecimal, numbers in decimal.
    std::string vendor;
    std::string product;
    std::string release;
    std::string bus;
    std::string device;
    std::string node;
    std::string manufacturer_name;
    std::string product_name;
    std::string serial;
    std::string descriptors;  // bytes
    // The udev property PCSCLITE_IGNORE, of either.
    std::string ignore;
};

/// Whether some driver knows these ids (vendor, product), whatever their interfaces' class.
using ListedIds = std::function<bool(std::uint16_t, std::uint16_t)>;

/// By three of the facts, so that the others need not be read for keyboards and hubs: whether the interface
/// may be a reader.
bool worth_a_look(std::string_view interface_class, std::string_view vendor, std::string_view product,
                  const ListedIds& listed);

/// Nothing for an interface that is no reader. A device whose ids are listed and that has no reader interface
/// is told of with all its interfaces: only its driver knows which one it wants.
std::optional<drivers::DeviceInfo> device_from(const UsbFacts& facts, const ListedIds& listed);

/// "usb:1-1.3:1.0", from the interface's name in sysfs.
std::string usb_address(const std::string& name);

/// The order in which devices are told of: by bus, port and interface, as numbers ("1-1.9:1.0" before
/// "1-1.10:1.0").
bool by_port(const std::string& left, const std::string& right);

}  // namespace scrm::hotplug
