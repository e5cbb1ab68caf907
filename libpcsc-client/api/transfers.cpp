// The exported functions that carry bytes to and from a card or its reader.
#include <algorithm>

#include "libpcsc-client/api/card_call.hpp"
#include "libpcsc-client/api/delegate.hpp"
#include "libpcsc-client/api/output_buffer.hpp"

namespace scrm::client {
namespace {

constexpr DWORD max_payload = ipc::max_payload_size;

/// Room for an answer, as much of it as an answer can need.
ipc::MutableBytes room(void* buffer, DWORD size) {
    return {static_cast<std::uint8_t*>(buffer), buffer != nullptr ? std::min(size, max_payload) : 0};
}

/// What to send; its length is already checked.
ipc::Bytes bytes(const void* buffer, DWORD size) {
    return {static_cast<const std::uint8_t*>(buffer), size};
}

ipc::Transmit transmit_request(const SCARD_IO_REQUEST& send, const SCARD_IO_REQUEST* receive) {
    static constexpr SCARD_IO_REQUEST any = {SCARD_PROTOCOL_ANY, sizeof(SCARD_IO_REQUEST)};
    const SCARD_IO_REQUEST& expected = receive != nullptr ? *receive : any;
    return {.send_pci_protocol = static_cast<std::uint32_t>(send.dwProtocol),
            .send_pci_length = static_cast<std::uint32_t>(send.cbPciLength),
            .recv_pci_protocol = static_cast<std::uint32_t>(expected.dwProtocol),
            .recv_pci_length = static_cast<std::uint32_t>(expected.cbPciLength)};
}

}  // namespace
}  // namespace scrm::client

using namespace scrm::client;
using namespace scrm;

LONG SCardTransmit(SCARDHANDLE hCard, const SCARD_IO_REQUEST* pioSendPci, LPCBYTE pbSendBuffer,
                   DWORD cbSendLength, SCARD_IO_REQUEST* pioRecvPci, LPBYTE pbRecvBuffer,
                   LPDWORD pcbRecvLength) {
    if (const Forward to; to)
        return to->transmit(hCard, pioSendPci, pbSendBuffer, cbSendLength, pioRecvPci, pbRecvBuffer,
                            pcbRecvLength);
    if (pioSendPci == nullptr || pbSendBuffer == nullptr || pbRecvBuffer == nullptr ||
        pcbRecvLength == nullptr)
        return SCARD_E_INVALID_PARAMETER;
    if (cbSendLength > max_payload)
        return SCARD_E_INSUFFICIENT_BUFFER;

    const auto answer = room(pbRecvBuffer, *pcbRecvLength);
    ipc::Transmit message = transmit_request(*pioSendPci, pioRecvPci);
    message.payload = bytes(pbSendBuffer, cbSendLength);
    message.send_length = static_cast<std::uint32_t>(cbSendLength);
    message.recv_length = static_cast<std::uint32_t>(answer.size());
    const ResultCode result = exchange_about_card(
        hCard, Patience::Polite, message,
        [&](Connection& connection, ipc::Transmit& attempt) { return connection.transmit(attempt, answer); });

    const bool success = result == ResultCode::Success;
    if (success && pioRecvPci != nullptr)
        *pioRecvPci = {message.recv_pci_protocol, message.recv_pci_length};
    *pcbRecvLength = success || result == ResultCode::InsufficientBuffer ? message.recv_length : 0;
    return to_long(result);
}

LONG SCardControl(SCARDHANDLE hCard, DWORD dwControlCode, LPCVOID pbSendBuffer, DWORD cbSendLength,
                  LPVOID pbRecvBuffer, DWORD cbRecvLength, LPDWORD lpBytesReturned) {
    if (const Forward to; to)
        return to->control(hCard, dwControlCode, pbSendBuffer, cbSendLength, pbRecvBuffer, cbRecvLength,
                           lpBytesReturned);
    if (lpBytesReturned != nullptr)
        *lpBytesReturned = 0;
    if (pbSendBuffer == nullptr && cbSendLength > 0)
        return SCARD_E_INVALID_PARAMETER;
    if (cbSendLength > max_payload)
        return SCARD_E_INSUFFICIENT_BUFFER;

    const auto answer = room(pbRecvBuffer, cbRecvLength);
    ipc::Control message{.control_code = static_cast<std::uint32_t>(dwControlCode),
                         .send_length = static_cast<std::uint32_t>(cbSendLength),
                         .recv_length = static_cast<std::uint32_t>(answer.size()),
                         .payload = bytes(pbSendBuffer, cbSendLength)};
    const ResultCode result = exchange_about_card(
        hCard, Patience::Polite, message,
        [&](Connection& connection, ipc::Control& attempt) { return connection.control(attempt, answer); });
    if (lpBytesReturned != nullptr)
        *lpBytesReturned = message.bytes_returned;
    return to_long(result);
}
