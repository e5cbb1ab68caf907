// Which driver serves a device, and why: exactly one, or none. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "drivers/api/driver.hpp"

namespace scrm::hotplug {

/// An administrator's word on the USB devices with these ids.
struct DriverRule {
    std::uint16_t vendor = 0;
    std::optional<std::uint16_t> product;  // nothing: all of the vendor's
    /// A driver's name(), or "none". Names of drivers that are not there count for nothing.
    std::string driver;
};

struct DriverChoice {
    drivers::Driver* driver = nullptr;  // null: the device is not served
    const char* reason = "";            // goes behind "because"
};

/// The rules go first, each as far as its driver can serve the device at all; then the driver that fits best;
/// of those that fit alike, the first.
DriverChoice choose_driver(const drivers::DeviceInfo& device, std::span<drivers::Driver* const> drivers,
                           std::span<const DriverRule> rules);

}  // namespace scrm::hotplug
