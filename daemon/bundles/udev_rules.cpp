#include "daemon/bundles/udev_rules.hpp"

#include <array>
#include <cstdio>
#include <set>

namespace scrm::bundles {
namespace {

constexpr const char* beginning =
    "# Readers that the installed drivers list. Made by scrm-udev-rules; changes are lost.\n"
    "ACTION==\"remove\", GOTO=\"scrm_bundles_end\"\n"
    "SUBSYSTEM!=\"usb\", GOTO=\"scrm_bundles_end\"\n"
    "ENV{DEVTYPE}!=\"usb_device\", GOTO=\"scrm_bundles_end\"\n";
constexpr const char* end = "LABEL=\"scrm_bundles_end\"\n";

std::string rule_for(std::uint16_t vendor, std::uint16_t product) {
    std::array<char, 96> line{};
    static_cast<void>(
        std::snprintf(line.data(), line.size(),
                      "ATTR{idVendor}==\"%04x\", ATTR{idProduct}==\"%04x\", ENV{ID_SMARTCARD_READER}=\"1\"\n",
                      vendor, product));
    return line.data();
}

}  // namespace

std::string udev_rules(const BundleSet& bundles) {
    std::set<std::pair<std::uint16_t, std::uint16_t>> models;
    for (const Bundle& bundle : bundles.bundles())
        for (const SupportedDevice& device : bundle.devices)
            models.emplace(device.vendor, device.product);
    std::string rules = beginning;
    for (const auto& [vendor, product] : models)
        rules += rule_for(vendor, product);
    return rules + end;
}

}  // namespace scrm::bundles
