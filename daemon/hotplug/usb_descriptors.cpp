#include "daemon/hotplug/usb_descriptors.hpp"

#include <algorithm>
#include <span>

#include "drivers/usb/configuration.hpp"

namespace scrm::hotplug {
namespace {

constexpr std::uint8_t smart_card_class = 0x0B;
constexpr std::uint8_t vendor_class = 0xFF;

// A few readers use the second one.
constexpr std::uint8_t ccid_type = 0x21;
constexpr std::uint8_t vendor_type = 0xFF;
constexpr std::size_t ccid_size = 54;

constexpr std::uint8_t most_slots = 16;  // bMaxSlotIndex is 15 at most

std::uint8_t slots_in(const std::vector<std::uint8_t>& descriptors) {
    std::uint8_t slots = 0;
    for (std::size_t at = 0; at + 1 < descriptors.size(); at += descriptors[at])
        if (descriptors[at] == ccid_size &&
            (descriptors[at + 1] == ccid_type || descriptors[at + 1] == vendor_type))
            slots = static_cast<std::uint8_t>(std::min<int>(descriptors[at + 4], most_slots - 1) + 1);
    return slots;
}

// A CCID descriptor follows its interface, at once or behind one of the endpoints.
std::uint8_t ccid_slots(const usb::InterfaceDescriptor& interface) {
    std::uint8_t slots = slots_in(interface.extra);
    for (const usb::Endpoint& endpoint : interface.endpoints)
        slots = std::max(slots, slots_in(endpoint.extra));
    return slots;
}

}  // namespace

std::vector<UsbInterfaceDescriptor> read_usb_descriptors(std::string_view bytes) {
    std::vector<UsbInterfaceDescriptor> found;
    const std::span descriptors(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    for (const auto& [configuration, interface] : usb::interfaces_of(descriptors))
        found.push_back({configuration, interface.number, interface.interface_class, ccid_slots(interface)});
    return found;
}

bool is_reader(const UsbInterfaceDescriptor& interface) {
    return interface.interface_class == smart_card_class ||
           (interface.interface_class == vendor_class && interface.ccid_slots > 0);
}

}  // namespace scrm::hotplug
