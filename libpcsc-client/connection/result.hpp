// Results inside the library are ipc::ResultCode; the exported functions hand them out as LONG.
#pragma once

#include "ipc/limits.hpp"
#include "ipc/result_code.hpp"
#include "libpcsc-client/include/PCSC/pcsclite.h"

namespace scrm::client {

using ipc::ResultCode;

/// Said by the library alone, never on the wire.
inline constexpr ResultCode no_readers_available{0x8010002E};

constexpr LONG to_long(ResultCode result) {
    return static_cast<LONG>(static_cast<std::uint32_t>(result));
}

}  // namespace scrm::client
