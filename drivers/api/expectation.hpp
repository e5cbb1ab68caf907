// What a device will most likely be once it is open, told before: names and places are given to readers in
// the order in which their devices are found, not in that in which they open.
#pragma once

#include "drivers/api/device_info.hpp"
#include "drivers/api/reader_device.hpp"

namespace scrm::drivers {

struct Expectation {
    ReaderIdentity identity;
    std::size_t slots = 1;
};

/// By what the device says of itself. A USB reader is called by its maker and product.
Expectation usual_expectation(const DeviceInfo& device);

}  // namespace scrm::drivers
