// What there is to know of a device before it is opened: its descriptors, from its node, and its names.
#pragma once

#include "drivers/api/device_info.hpp"
#include "drivers/ifd-scrm-ccid/device_name.hpp"

namespace scrm::ifd_handler {

/// Nothing, if the device has gone or has no such interface. Reads files.
[[nodiscard]] std::optional<drivers::DeviceInfo> place_of(const DeviceName& name);

}  // namespace scrm::ifd_handler
