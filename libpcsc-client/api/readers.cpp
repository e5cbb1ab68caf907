// The exported functions about readers: their names, their groups, their changes.
#include <algorithm>

#include "libpcsc-client/api/delegate.hpp"
#include "libpcsc-client/api/output_buffer.hpp"
#include "libpcsc-client/context/context_table.hpp"
#include "libpcsc-client/context/status_change.hpp"

namespace scrm::client {
namespace {

using namespace std::string_view_literals;

// The one group there is, its NUL, and that which ends the list.
constexpr std::string_view groups = "SCard$DefaultReaders\0\0"sv;

ResultCode read_names(Context& context, Block& names) {
    return context.ask([&](const LaneUse& lane) {
        const ResultCode result = lane.connection().read_states();
        if (result != ResultCode::Success)
            return result;
        return lane.connection().readers().copy_names(names) ? ResultCode::Success : ResultCode::NoMemory;
    });
}

ResultCode list_readers(Context& context, LPSTR out, DWORD& length) {
    Block names;
    const ResultCode result = read_names(context, names);
    if (result != ResultCode::Success)
        return result;
    if (names.bytes().size() > 1)
        return deliver(names.bytes(), out, &length);
    length = 0;
    return no_readers_available;
}

bool lacks_name(const SCARD_READERSTATE& entry) {
    return entry.szReader == nullptr;
}

}  // namespace
}  // namespace scrm::client

using namespace scrm::client;

LONG SCardListReaders(SCARDCONTEXT hContext, LPCSTR mszGroups, LPSTR mszReaders, LPDWORD pcchReaders) {
    if (const Forward to; to)
        return to->list_readers(hContext, mszGroups, mszReaders, pcchReaders);
    if (pcchReaders == nullptr)
        return SCARD_E_INVALID_PARAMETER;
    const ContextRef context = find_context(hContext);
    return to_long(context ? list_readers(*context, mszReaders, *pcchReaders) : ResultCode::InvalidHandle);
}

LONG SCardListReaderGroups(SCARDCONTEXT hContext, LPSTR mszGroups, LPDWORD pcchGroups) {
    if (const Forward to; to)
        return to->list_reader_groups(hContext, mszGroups, pcchGroups);
    if (pcchGroups == nullptr)
        return SCARD_E_INVALID_PARAMETER;
    if (!find_context(hContext))
        return SCARD_E_INVALID_HANDLE;
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(groups.data());
    return to_long(deliver({bytes, groups.size()}, mszGroups, pcchGroups));
}

LONG SCardGetStatusChange(SCARDCONTEXT hContext, DWORD dwTimeout, SCARD_READERSTATE* rgReaderStates,
                          DWORD cReaders) {
    if (const Forward to; to)
        return to->get_status_change(hContext, dwTimeout, rgReaderStates, cReaders);
    if (rgReaderStates == nullptr && cReaders > 0)
        return SCARD_E_INVALID_PARAMETER;
    const std::span asked(rgReaderStates, cReaders);
    if (std::ranges::any_of(asked, lacks_name))
        return SCARD_E_INVALID_VALUE;
    const ContextRef context = find_context(hContext);
    if (!context)
        return SCARD_E_INVALID_HANDLE;
    if (all_ignored(asked))
        return SCARD_S_SUCCESS;
    return to_long(context->get_status_change(Deadline::after(dwTimeout), asked));
}
