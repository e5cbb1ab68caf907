// The exported functions about a context itself.
#include <cstdlib>

#include "libpcsc-client/api/delegate.hpp"
#include "libpcsc-client/connection/absence.hpp"
#include "libpcsc-client/context/context_table.hpp"
#include "libpcsc-client/process/environment.hpp"

namespace scrm::client {
namespace {

ResultCode establish(std::uint32_t scope, SCARDCONTEXT& handle) {
    settle_after_fork();
    const auto address = daemon_address();
    if (!address) {
        explain_name_too_long();
        return ResultCode::NoService;
    }
    ContextRef context(create<Context>(*address, scope));
    if (!context)
        return ResultCode::NoMemory;
    const ResultCode result = context->establish();
    if (result == ResultCode::Success)
        handle = list_context(context.detach());
    return result;
}

}  // namespace
}  // namespace scrm::client

using namespace scrm::client;

LONG SCardEstablishContext(DWORD dwScope, LPCVOID pvReserved1, LPCVOID pvReserved2,
                           LPSCARDCONTEXT phContext) {
    if (const Forward to; to)
        return to->establish_context(dwScope, pvReserved1, pvReserved2, phContext);
    if (phContext == nullptr)
        return SCARD_E_INVALID_PARAMETER;
    *phContext = 0;
    return to_long(establish(static_cast<std::uint32_t>(dwScope), *phContext));
}

LONG SCardReleaseContext(SCARDCONTEXT hContext) {
    if (const Forward to; to)
        return to->release_context(hContext);
    const ContextRef context = unlist_context(hContext);
    return to_long(context ? context->release() : ResultCode::InvalidHandle);
}

LONG SCardIsValidContext(SCARDCONTEXT hContext) {
    if (const Forward to; to)
        return to->is_valid_context(hContext);
    const ContextRef context = find_context(hContext);
    return context && context->is_valid() ? SCARD_S_SUCCESS : SCARD_E_INVALID_HANDLE;
}

LONG SCardCancel(SCARDCONTEXT hContext) {
    if (const Forward to; to)
        return to->cancel(hContext);
    const ContextRef context = find_context(hContext);
    return to_long(context ? context->cancel() : ResultCode::InvalidHandle);
}

LONG SCardFreeMemory(SCARDCONTEXT hContext, LPCVOID pvMem) {
    if (const Forward to; to)
        return to->free_memory(hContext, pvMem);
    if (!find_context(hContext))
        return SCARD_E_INVALID_HANDLE;
    std::free(const_cast<void*>(pvMem));  // NOLINT: ours, from SCARD_AUTOALLOCATE; the ABI says const
    return SCARD_S_SUCCESS;
}
