// Reads what sysfs and udev say of a USB interface. Nothing in it waits: the kernel has it all at hand.
#pragma once

#include "daemon/hotplug/usb_device_info.hpp"

struct udev_device;

namespace scrm::hotplug {

/// Empty for what libudev does not know.
std::string udev_text(const char* value);

/// `device` is the USB device that `interface` belongs to.
UsbFacts facts_of(udev_device* interface, udev_device* device);

}  // namespace scrm::hotplug
