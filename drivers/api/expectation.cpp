#include "drivers/api/expectation.hpp"

#include <array>
#include <cstdio>
#include <string_view>

namespace scrm::drivers {
namespace {

std::string ids_of(const UsbInterface& device) {
    std::array<char, 32> text{};
    static_cast<void>(
        std::snprintf(text.data(), text.size(), "USB Reader %04X:%04X", device.vendor, device.product));
    return text.data();
}

// Many products are called by their maker already: "Yubico" "Yubico YubiKey".
std::string friendly_name_of(const UsbInterface& device) {
    if (device.product_name.empty())
        return device.manufacturer_name.empty() ? ids_of(device) : device.manufacturer_name;
    if (device.manufacturer_name.empty() || device.product_name.starts_with(device.manufacturer_name))
        return device.product_name;
    return device.manufacturer_name + " " + device.product_name;
}

struct Expect {
    std::string_view address;

    Expectation operator()(const VirtualPlace&) const {
        return {{std::string(address.substr(address.find(':') + 1)), {}, {}}};
    }
    Expectation operator()(const UsbInterface& device) const {
        return {{friendly_name_of(device), device.interface_name, device.serial}, device.slots};
    }
    Expectation operator()(const ConfiguredReader& reader) const { return {{reader.friendly_name, {}, {}}}; }
};

}  // namespace

Expectation usual_expectation(const DeviceInfo& device) {
    return std::visit(Expect{device.address}, device.what);
}

}  // namespace scrm::drivers
