// The end of a host that cannot understand its daemon.
#pragma once

#include <string>

#include "drivers/ifd-host/daemon_line/connection.hpp"

namespace scrm::ifd_host {

/// Says why in a log line, and ends the process with exit code 65.
[[noreturn]] void refuse(const Connection& daemon, const std::string& why);

}  // namespace scrm::ifd_host
