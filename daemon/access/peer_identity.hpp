// Asks the kernel who is at the other end of a Unix socket.
#pragma once

#include "daemon/access/policy.hpp"

namespace scrm::access {

/// Never waits: all of it is in the kernel's memory. What it does not tell stays unknown.
Caller identify_peer(int socket, Questions questions);

}  // namespace scrm::access
