// Reads [discovery]; apart from discovery_settings.hpp, so that the TOML library stays inside.
#pragma once

#include "daemon/config/discovery_settings.hpp"
#include "daemon/config/toml_values.hpp"

namespace scrm::config {

void read_discovery(const toml::node& node, DiscoverySettings& settings);

}  // namespace scrm::config
