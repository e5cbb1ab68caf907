// SCardGetAttrib and SCardSetAttrib: what the manager knows by itself, and every kind of buffer.
#include <reader.h>

#include <array>
#include <cstring>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"

using namespace conformance;

namespace {

constexpr DWORD friendly_name = SCARD_ATTR_DEVICE_FRIENDLY_NAME;
constexpr DWORD vendor_name = SCARD_ATTR_VENDOR_NAME;
constexpr DWORD unknown_attribute = 0x00FF00FF;

DWORD name_length() {
    return std::strlen(reader()) + 1;
}

LONG getting(SCARDHANDLE card, DWORD attribute, DWORD& length) {
    std::array<BYTE, 1000> value{};
    return SCardGetAttrib(card, attribute, value.data(), &length);
}

std::string text(SCARDHANDLE card, DWORD attribute) {
    std::array<char, MAX_BUFFER_SIZE> value{};
    DWORD length = value.size();
    GIVES(SCARD_S_SUCCESS, SCardGetAttrib(card, attribute, reinterpret_cast<LPBYTE>(value.data()), &length));
    return {value.data(), length};
}

DWORD vendor_length(SCARDHANDLE card) {
    return text(card, vendor_name).size();
}

}  // namespace

CASE("attribute: the vendor's name is the driver's") {
    HOLDS(vendor_length(connect(establish())) > 0);
}

CASE("attribute: the friendly name is the reader's, with its NUL") {
    IS(std::string(reader(), name_length()), text(connect(establish()), friendly_name));
}

CASE("attribute: the system name is the reader's, with its NUL") {
    IS(std::string(reader(), name_length()), text(connect(establish()), SCARD_ATTR_DEVICE_SYSTEM_NAME));
}

CASE("attribute: the friendly name is known without a card") {
    const std::string name = text(connect_to_empty_reader(establish()), friendly_name);
    IS(std::string(second_reader(), std::strlen(second_reader()) + 1), name);
}

CASE("attribute: the ATR is the card's") {
    const std::string atr = text(connect(establish()), SCARD_ATTR_ATR_STRING);
    IS(both_atr, Bytes(atr.begin(), atr.end()));
}

CASE("attribute: an unknown one is UNSUPPORTED_FEATURE") {
    DWORD length = 100;
    GIVES(SCARD_E_UNSUPPORTED_FEATURE, getting(connect(establish()), unknown_attribute, length));
}

CASE("attribute: a length probe tells the length") {
    const SCARDHANDLE card = connect(establish());
    DWORD length = 0;
    GIVES(SCARD_S_SUCCESS, SCardGetAttrib(card, vendor_name, nullptr, &length));
    IS(vendor_length(card), length);
}

CASE("attribute: a buffer of just the length is enough") {
    const SCARDHANDLE card = connect(establish());
    DWORD length = vendor_length(card);
    GIVES(SCARD_S_SUCCESS, getting(card, vendor_name, length));
    IS(vendor_length(card), length);
}

CASE("attribute: a byte too few is INSUFFICIENT_BUFFER with the length that is needed") {
    const SCARDHANDLE card = connect(establish());
    DWORD length = vendor_length(card) - 1;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, getting(card, vendor_name, length));
    IS(vendor_length(card), length);
}

CASE("attribute: a buffer longer than any attribute is INSUFFICIENT_BUFFER") {
    DWORD length = MAX_BUFFER_SIZE + 1;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, getting(connect(establish()), vendor_name, length));
}

CASE("attribute: AUTOALLOCATE brings a buffer") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context);
    BYTE* value = nullptr;
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_S_SUCCESS, SCardGetAttrib(card, vendor_name, reinterpret_cast<LPBYTE>(&value), &length));
    IS(vendor_length(card), length);
    IS(text(card, vendor_name), std::string(reinterpret_cast<char*>(value), length));
    GIVES(SCARD_S_SUCCESS, SCardFreeMemory(context, value));
}

CASE("attribute: AUTOALLOCATE without a place for the pointer is INVALID_PARAMETER") {
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_E_INVALID_PARAMETER, SCardGetAttrib(connect(establish()), vendor_name, nullptr, &length));
}

CASE("attribute: without a place for the length it is INVALID_PARAMETER") {
    std::array<BYTE, 64> value{};
    GIVES(SCARD_E_INVALID_PARAMETER,
          SCardGetAttrib(connect(establish()), vendor_name, value.data(), nullptr));
}

CASE("attribute: a handle that never was is INVALID_HANDLE") {
    DWORD length = 100;
    GIVES(SCARD_E_INVALID_HANDLE, getting(never_given, friendly_name, length));
    BYTE value = 0;
    GIVES(SCARD_E_INVALID_HANDLE, SCardSetAttrib(never_given, friendly_name, &value, 1));
}

CASE("attribute: may be asked for after a reset by another") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    DWORD length = 100;
    GIVES(SCARD_S_SUCCESS, getting(card, vendor_name, length));
}

CASE("attribute: setting one that cannot be set fails") {
    BYTE value = 0;
    GIVES(SCARD_E_NOT_TRANSACTED, SCardSetAttrib(connect(establish()), unknown_attribute, &value, 1));
}

CASE("attribute: setting without a value is INVALID_PARAMETER") {
    GIVES(SCARD_E_INVALID_PARAMETER, SCardSetAttrib(connect(establish()), unknown_attribute, nullptr, 1));
}

CASE("attribute: setting to no bytes is INVALID_PARAMETER") {
    BYTE value = 0;
    GIVES(SCARD_E_INVALID_PARAMETER, SCardSetAttrib(connect(establish()), unknown_attribute, &value, 0));
}

CASE("attribute: setting to more bytes than any has is INSUFFICIENT_BUFFER") {
    const Bytes value(MAX_BUFFER_SIZE + 1);
    GIVES(SCARD_E_INSUFFICIENT_BUFFER,
          SCardSetAttrib(connect(establish()), unknown_attribute, value.data(), value.size()));
}
