#include "libpcsc-client/api/output_buffer.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace scrm::client {
namespace {

ResultCode deliver_allocated(ipc::Bytes data, void* buffer) {
    if (buffer == nullptr)
        return ResultCode::InvalidParameter;
    void* const copy =
        std::malloc(data.size());  // NOLINT(cppcoreguidelines-no-malloc): SCardFreeMemory's free
    if (copy == nullptr)
        return ResultCode::NoMemory;
    std::memcpy(copy, data.data(), data.size());
    std::memcpy(buffer, &copy, sizeof copy);
    return ResultCode::Success;
}

}  // namespace

ResultCode deliver(ipc::Bytes data, void* buffer, DWORD* length) {
    const DWORD room = length != nullptr ? *length : 0;
    if (length != nullptr)
        *length = data.size();
    if (room == SCARD_AUTOALLOCATE)
        return deliver_allocated(data, buffer);
    if (buffer == nullptr)
        return ResultCode::Success;
    std::memcpy(buffer, data.data(), std::min<std::size_t>(room, data.size()));
    return room < data.size() ? ResultCode::InsufficientBuffer : ResultCode::Success;
}

}  // namespace scrm::client
