// Reads [drivers]; apart from driver_settings.hpp, so that the TOML library stays inside.
#pragma once

#include <toml++/toml.h>

#include "daemon/config/driver_settings.hpp"

namespace scrm::config {

void read_drivers(const toml::node& node, DriverSettings& settings);

}  // namespace scrm::config
