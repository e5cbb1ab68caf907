// The thread that is never inside the handler: it ends the process when the daemon has gone, whatever the
// others are doing, begins the orderly end when the daemon asks for it, reads what the handler prints, and
// tells of looks for cards that do not end.
#pragma once

#include "drivers/ifd-host/closing.hpp"
#include "drivers/ifd-host/daemon_line/output_pipe.hpp"
#include "drivers/ifd-host/slots/look_limits.hpp"

namespace scrm::ifd_host {

/// Starts it; the four live as long as the process.
void start_attendant(Connection& daemon, OutputPipe& output, Closing& closing, LookLimits& looks);

}  // namespace scrm::ifd_host
