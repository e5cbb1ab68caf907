// Reads [drivers] and [[reader]]; apart from driver_settings.hpp, so that the TOML library stays inside.
#pragma once

#include <toml++/toml.h>

#include "daemon/config/driver_settings.hpp"

namespace scrm::config {

void read_drivers(const toml::node& node, DriverSettings& settings);
void read_readers(const toml::node& node, std::vector<ReaderSettings>& readers);

}  // namespace scrm::config
