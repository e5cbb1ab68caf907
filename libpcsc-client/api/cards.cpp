// The exported functions about the life of a card handle: connect, transactions, status, disconnect.
#include <cstring>

#include "libpcsc-client/api/card_call.hpp"
#include "libpcsc-client/api/delegate.hpp"
#include "libpcsc-client/api/output_buffer.hpp"

namespace scrm::client {
namespace {

ResultCode connect(SCARDCONTEXT context_handle, std::string_view reader, ipc::Connect& message,
                   SCARDHANDLE& handle) {
    if (reader.size() > ipc::reader_name_size)
        return ResultCode::InvalidValue;
    const ContextRef context = find_context(context_handle);
    if (!context)
        return ResultCode::InvalidHandle;
    message.reader = ipc::to_reader_name(reader);
    if (ipc::name_of(message.reader) != reader)
        return ResultCode::UnknownReader;  // one letter too long for any
    return context->connect(message, handle);
}

/// The state of a card's reader, as the daemon lists it.
ResultCode read_card_state(SCARDHANDLE handle, ipc::ReaderState& state) {
    const ContextRef context = find_card_context(handle);
    if (!context)
        return ResultCode::InvalidHandle;
    return context->with_card(handle, Patience::Polite, [&](Connection& connection, const auto& card) {
        ipc::Status message{.card = card.number};
        return connection.status(message, ipc::name_of(card.reader), state);
    });
}

/// The name with its NUL.
ipc::Bytes name_bytes(const ipc::ReaderState& state) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(state.name.data());
    return {bytes, ipc::name_of(state.name).size() + 1};
}

}  // namespace
}  // namespace scrm::client

using namespace scrm::client;
using namespace scrm;

LONG SCardConnect(SCARDCONTEXT hContext, LPCSTR szReader, DWORD dwShareMode, DWORD dwPreferredProtocols,
                  LPSCARDHANDLE phCard, LPDWORD pdwActiveProtocol) {
    if (const Forward to; to)
        return to->connect(hContext, szReader, dwShareMode, dwPreferredProtocols, phCard, pdwActiveProtocol);
    if (phCard == nullptr || pdwActiveProtocol == nullptr)
        return SCARD_E_INVALID_PARAMETER;
    *phCard = 0;
    *pdwActiveProtocol = 0;
    if (szReader == nullptr)
        return SCARD_E_UNKNOWN_READER;
    ipc::Connect message{.share_mode = static_cast<std::uint32_t>(dwShareMode),
                         .preferred_protocols = static_cast<std::uint32_t>(dwPreferredProtocols)};
    const ResultCode result = connect(hContext, szReader, message, *phCard);
    if (result == ResultCode::Success)
        *pdwActiveProtocol = message.active_protocol;
    return to_long(result);
}

LONG SCardReconnect(SCARDHANDLE hCard, DWORD dwShareMode, DWORD dwPreferredProtocols, DWORD dwInitialization,
                    LPDWORD pdwActiveProtocol) {
    if (const Forward to; to)
        return to->reconnect(hCard, dwShareMode, dwPreferredProtocols, dwInitialization, pdwActiveProtocol);
    if (pdwActiveProtocol == nullptr)
        return SCARD_E_INVALID_PARAMETER;
    *pdwActiveProtocol = 0;
    const ContextRef context = find_card_context(hCard);
    if (!context)
        return SCARD_E_INVALID_HANDLE;
    ipc::Reconnect message{.share_mode = static_cast<std::uint32_t>(dwShareMode),
                           .preferred_protocols = static_cast<std::uint32_t>(dwPreferredProtocols),
                           .initialization = static_cast<std::uint32_t>(dwInitialization)};
    const ResultCode result = context->reconnect(hCard, message);
    if (result == ResultCode::Success)
        *pdwActiveProtocol = message.active_protocol;
    return to_long(result);
}

LONG SCardDisconnect(SCARDHANDLE hCard, DWORD dwDisposition) {
    if (const Forward to; to)
        return to->disconnect(hCard, dwDisposition);
    const ContextRef context = find_card_context(hCard);
    if (!context)
        return SCARD_E_INVALID_HANDLE;
    return to_long(context->disconnect(hCard, static_cast<std::uint32_t>(dwDisposition)));
}

LONG SCardBeginTransaction(SCARDHANDLE hCard) {
    if (const Forward to; to)
        return to->begin_transaction(hCard);
    ipc::BeginTransaction message;
    return to_long(call_about_card(hCard, Patience::Endless, message));
}

LONG SCardEndTransaction(SCARDHANDLE hCard, DWORD dwDisposition) {
    if (const Forward to; to)
        return to->end_transaction(hCard, dwDisposition);
    ipc::EndTransaction message{.disposition = static_cast<std::uint32_t>(dwDisposition)};
    return to_long(call_about_card(hCard, Patience::Once, message));
}

LONG SCardStatus(SCARDHANDLE hCard, LPSTR mszReaderName, LPDWORD pcchReaderLen, LPDWORD pdwState,
                 LPDWORD pdwProtocol, LPBYTE pbAtr, LPDWORD pcbAtrLen) {
    if (const Forward to; to)
        return to->status(hCard, mszReaderName, pcchReaderLen, pdwState, pdwProtocol, pbAtr, pcbAtrLen);
    ipc::ReaderState state;
    const ResultCode result = read_card_state(hCard, state);
    const bool known = result == ResultCode::Success;
    if (pdwState != nullptr)
        *pdwState = state.state | (state.event_counter & 0xFFFFU) << 16U;
    if (pdwProtocol != nullptr)
        *pdwProtocol = state.protocol;
    if (!known) {
        for (auto* const length : {pcchReaderLen, pcbAtrLen})
            if (length != nullptr)
                *length = 0;
        return to_long(result);
    }
    const ResultCode name = deliver(name_bytes(state), mszReaderName, pcchReaderLen);
    const ResultCode atr = deliver(ipc::Bytes(state.atr).first(state.atr_size), pbAtr, pcbAtrLen);
    return to_long(name != ResultCode::Success ? name : atr);
}
