// The command line of scrmctl.
#pragma once

#include <string>
#include <vector>

#include "tools/scrmctl/failure.hpp"
#include "tools/scrmctl/request.hpp"

namespace scrm::tools {

/// `arguments` is without the program's name. Failures have exit code Usage.
[[nodiscard]] Outcome<Request> parse_command_line(const std::vector<std::string>& arguments);

}  // namespace scrm::tools
