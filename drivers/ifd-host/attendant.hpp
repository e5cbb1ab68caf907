// The thread that is never inside the handler: it ends the process when the daemon has gone, whatever the
// others are doing, begins the orderly end when the daemon asks for it, and reads what the handler prints.
#pragma once

#include "drivers/ifd-host/closing.hpp"
#include "drivers/ifd-host/output_pipe.hpp"

namespace scrm::ifd_host {

/// Starts it; the three live as long as the process.
void start_attendant(Connection& daemon, OutputPipe& output, Closing& closing);

}  // namespace scrm::ifd_host
