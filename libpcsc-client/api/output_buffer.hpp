// How a program takes strings and bytes: a buffer and, in one variable, its room and what was needed.
#pragma once

#include "libpcsc-client/connection/result.hpp"

namespace scrm::client {

/// Gives `data` to a program. *length in: room; out: size of `data`. No buffer: the length alone. Room
/// SCARD_AUTOALLOCATE: *buffer is set to new memory (SCardFreeMemory). Too little room: what fits, and
/// SCARD_E_INSUFFICIENT_BUFFER; a buffer without a length has none.
ResultCode deliver(ipc::Bytes data, void* buffer, DWORD* length);

}  // namespace scrm::client
