// The way of log lines to the daemon: from any thread, never waiting. There is one for the process, as the
// handler's log_msg() knows no other.
#pragma once

#include <string>

#include "drivers/ifd-host/daemon_line/connection.hpp"

namespace scrm::ifd_host {

/// Lines have nowhere to go before this is called, and after a fork in the child.
void start_logging(const Connection& connection);
/// Lines below this are left out from now on.
void set_log_level(ipc::host::LogLevel from);
bool is_logged(ipc::host::LogLevel level);

void log_line(ipc::host::LogLevel level, ipc::host::LogOrigin origin, const std::string& text);

inline void log_own(ipc::host::LogLevel level, const std::string& text) {
    log_line(level, ipc::host::LogOrigin::Host, text);
}

}  // namespace scrm::ifd_host
