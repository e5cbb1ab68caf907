// What the settings say of a foreign driver, put into its spec.
#pragma once

#include "daemon/config/driver_settings.hpp"
#include "daemon/hosts/hosted_driver.hpp"

namespace scrm {

void tune(hosts::HandlerSpec& spec, const config::DriverSettings& settings);

/// The programs that load drivers: where the settings say, or where they were installed beside the daemon.
hosts::HostedDriver::Programs host_programs(const config::DriverSettings& settings);

}  // namespace scrm
