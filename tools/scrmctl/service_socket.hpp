// Why nobody answers at the daemon's socket.
#pragma once

#include "tools/scrmctl/failure.hpp"

namespace scrm::tools {

/// For SCARD_E_NO_SERVICE: looks at the socket (PCSCLITE_CSOCK_NAME, or the usual one) and tells what it
/// found.
[[nodiscard]] Failure no_service();

}  // namespace scrm::tools
