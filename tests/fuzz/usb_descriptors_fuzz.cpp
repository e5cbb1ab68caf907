// What a USB device says of itself.
#include <cstdlib>

#include "daemon/hotplug/usb_descriptors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto interfaces = scrm::hotplug::read_usb_descriptors({reinterpret_cast<const char*>(data), size});
    if (interfaces.size() > size / 9)
        std::abort();
    for (const auto& interface : interfaces)
        if (interface.ccid_slots > 16)
            std::abort();
    return 0;
}
