// A handler's library, loaded, and its functions.
#pragma once

#include <string>
#include <variant>

#include "drivers/ifd_abi/functions.hpp"
#include "ipc/host_messages.hpp"

namespace scrm::ifd_host {

/// Why a reader could not be opened, in the words of the protocol.
struct OpenFailure {
    ipc::host::OpenResult result;
    ifd_abi::ResponseCode code;
    std::string detail;
};

/// Loads it, runs its constructors, and finds what a handler must have: all functions but
/// IFDHSetProtocolParameters, and one that opens a reader. Never unloaded: the process ends instead.
std::variant<ifd_abi::Functions, OpenFailure> load_library(const std::string& path);

}  // namespace scrm::ifd_host
