// Waits for the daemon's word that a command lies in the shared memory of a slot, on a thread of its own: the
// one that receives waits for messages.
#pragma once

#include "drivers/ifd-host/closing.hpp"

namespace scrm::ifd_host {

/// What the daemon has handed over for exchanges: the memory, and the pipes' ends of this process.
struct SharedDescriptors {
    int memory;
    int commands;
    int answers;
};

/// As Open names them; nothing if it names none, or not three that are open.
std::optional<SharedDescriptors> shared_descriptors(std::uint32_t first);

using Exchanges = std::vector<std::unique_ptr<Exchange>>;

/// Of each slot of a reader; none at all if one cannot be had. The memory's descriptor is closed.
Exchanges map_exchanges(const std::optional<SharedDescriptors>& shared, std::uint32_t slots);

/// Hands each command to the worker of its slot. Ends with the daemon.
void start_exchange_bell(int commands, Connection& daemon, Closing& closing);

}  // namespace scrm::ifd_host
