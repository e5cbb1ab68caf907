#include "daemon/hotplug/driver_choice.hpp"

#include <algorithm>

namespace scrm::hotplug {
namespace {

constexpr const char* by_settings = "the settings say so";

bool concerns(const DriverRule& rule, const drivers::DeviceInfo& device) {
    const auto* usb = std::get_if<drivers::UsbInterface>(&device.what);
    return usb && rule.vendor == usb->vendor && (!rule.product || rule.product == usb->product);
}

DriverChoice best_of(const drivers::DeviceInfo& device, std::span<drivers::Driver* const> drivers) {
    DriverChoice best{nullptr, "no driver fits"};
    drivers::Match best_match = drivers::Match::No;
    for (drivers::Driver* driver : drivers)
        if (const drivers::Match match = driver->match(device); match > best_match) {
            best = {driver, match == drivers::Match::Exact ? "it knows this device" : "it serves the class"};
            best_match = match;
        }
    return best;
}

}  // namespace

DriverChoice choose_driver(const drivers::DeviceInfo& device, std::span<drivers::Driver* const> drivers,
                           std::span<const DriverRule> rules) {
    for (const DriverRule& rule : rules) {
        if (!concerns(rule, device))
            continue;
        if (rule.driver == "none")
            return {nullptr, by_settings};
        const auto named =
            std::ranges::find(drivers, rule.driver, [](const auto* driver) { return driver->name(); });
        if (named != drivers.end() && (*named)->match(device) != drivers::Match::No)
            return {*named, by_settings};
    }
    return best_of(device, drivers);
}

}  // namespace scrm::hotplug
