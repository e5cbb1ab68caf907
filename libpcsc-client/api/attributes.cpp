// The exported functions about the attributes of a reader or card.
#include <algorithm>

#include "libpcsc-client/api/card_call.hpp"
#include "libpcsc-client/api/delegate.hpp"
#include "libpcsc-client/api/output_buffer.hpp"

using namespace scrm::client;
using namespace scrm;

LONG SCardGetAttrib(SCARDHANDLE hCard, DWORD dwAttrId, LPBYTE pbAttr, LPDWORD pcbAttrLen) {
    if (const Forward to; to)
        return to->get_attrib(hCard, dwAttrId, pbAttr, pcbAttrLen);
    if (pcbAttrLen == nullptr)
        return SCARD_E_INVALID_PARAMETER;
    const bool has_room = pbAttr != nullptr && *pcbAttrLen != SCARD_AUTOALLOCATE;
    if (has_room && *pcbAttrLen > ipc::attribute_size)
        return SCARD_E_INSUFFICIENT_BUFFER;  // so says pcsc-lite to a buffer larger than any attribute
    if (pbAttr == nullptr && *pcbAttrLen == SCARD_AUTOALLOCATE)
        return SCARD_E_INVALID_PARAMETER;

    // All room there is, whatever the program's: the daemon then says the attribute's true length.
    ipc::GetAttribute message{.id = static_cast<std::uint32_t>(dwAttrId), .length = ipc::attribute_size};
    const ResultCode result = call_about_card(hCard, Patience::Polite, message);
    if (result != ResultCode::Success)
        return to_long(result);
    if (message.length > ipc::attribute_size)
        return SCARD_F_COMM_ERROR;
    return to_long(deliver(ipc::Bytes(message.value).first(message.length), pbAttr, pcbAttrLen));
}

LONG SCardSetAttrib(SCARDHANDLE hCard, DWORD dwAttrId, LPCBYTE pbAttr, DWORD cbAttrLen) {
    if (const Forward to; to)
        return to->set_attrib(hCard, dwAttrId, pbAttr, cbAttrLen);
    if (pbAttr == nullptr || cbAttrLen == 0)
        return SCARD_E_INVALID_PARAMETER;
    if (cbAttrLen > ipc::attribute_size)
        return SCARD_E_INSUFFICIENT_BUFFER;
    ipc::SetAttribute message{.id = static_cast<std::uint32_t>(dwAttrId),
                              .length = static_cast<std::uint32_t>(cbAttrLen)};
    std::copy_n(pbAttr, cbAttrLen, message.value.begin());
    return to_long(call_about_card(hCard, Patience::Polite, message));
}
