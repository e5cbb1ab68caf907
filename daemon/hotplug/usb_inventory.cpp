#include "daemon/hotplug/usb_inventory.hpp"

#include <vector>

namespace scrm::hotplug {
namespace {

// Its number on the bus is new at each re-plug; strings may be known a moment later than the rest.
bool same_device(const drivers::DeviceInfo& left, const drivers::DeviceInfo& right) {
    const auto& a = std::get<drivers::UsbInterface>(left.what);
    const auto& b = std::get<drivers::UsbInterface>(right.what);
    return a.bus == b.bus && a.device == b.device && a.vendor == b.vendor && a.product == b.product &&
           a.release == b.release;
}

}  // namespace

void UsbInventory::seen(const drivers::DeviceInfo& device) {
    const auto known = there_.find(device.address);
    if (known != there_.end()) {
        if (same_device(known->second, device))
            return;
        gone(device.address);
    }
    there_.emplace(device.address, device);
    listener_.arrived(device);
}

void UsbInventory::gone(const std::string& address) {
    if (const auto node = there_.extract(address))
        listener_.departed(node.mapped());
}

void UsbInventory::only(const std::set<std::string>& addresses) {
    std::vector<std::string> missing;
    for (const auto& [address, device] : there_)
        if (!addresses.contains(address))
            missing.push_back(address);
    for (const std::string& address : missing)
        gone(address);
}

}  // namespace scrm::hotplug
