// [[access]] of the settings: names of users and groups become numbers here, before there is a loop that
// looking them up could hold up.
#pragma once

#include "daemon/access/policy.hpp"
#include "daemon/config/toml_values.hpp"

namespace scrm::config {

/// Adds the rules of the array, in order. A user or group that is not known is an error: left out, it could
/// turn "nobody but them" into "nobody", or "not them" into "everybody".
void read_access(const toml::node& node, std::vector<access::Rule>& rules);

}  // namespace scrm::config
