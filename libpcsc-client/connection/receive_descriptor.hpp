// recv(), with a descriptor that the other end may have sent along.
#pragma once

#include <sys/types.h>

#include <optional>

#include "ipc/limits.hpp"

namespace scrm::client {

/// What recvmsg() returned. What else was sent along, the kernel closes.
ssize_t receive_descriptor(int socket, ipc::MutableBytes bytes, std::optional<int>& descriptor);

}  // namespace scrm::client
