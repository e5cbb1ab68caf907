// Reads [drivers]; apart from driver_settings.hpp, so that the TOML library stays inside.
#pragma once

#include "daemon/config/driver_settings.hpp"
#include "toml/toml.hpp"

namespace scrm::config {

void read_drivers(const toml::node& node, DriverSettings& settings);

}  // namespace scrm::config
