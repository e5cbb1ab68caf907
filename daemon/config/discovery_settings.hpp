// [discovery] of scrmd.toml: where handlers and static readers are written down, and who serves whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace scrm::config {

/// [[discovery.rule]]: these USB devices belong to that driver.
struct DriverRuleSettings {
    std::uint16_t vendor = 0;
    std::optional<std::uint16_t> product;  // nothing: all of the vendor's
    std::string driver;                    // a driver's or a bundle's name, or "none"
    std::string place;                     // where the driver is named: "FILE:LINE"

    bool operator==(const DriverRuleSettings&) const = default;
};

struct DiscoverySettings {
    std::string folder = "/usr/lib/pcsc/drivers";
    std::string reader_conf = "/etc/reader.conf.d";
    std::vector<DriverRuleSettings> rules;
};

}  // namespace scrm::config
