// SCardTransmit: bytes there and back.
#include <array>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"

using namespace conformance;

namespace {

SCARDHANDLE connect_t1() {
    switch_card_off();
    return connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1);
}

/// The code of an echo with this header, and with room for an answer, which is the answer's length then.
LONG echoing(SCARDHANDLE card, const SCARD_IO_REQUEST* header, DWORD& length) {
    std::array<BYTE, 300> answer{};
    return SCardTransmit(card, header, echo.data(), echo.size(), nullptr, answer.data(), &length);
}

LONG echoing(SCARDHANDLE card, const SCARD_IO_REQUEST* header) {
    DWORD length = 300;
    return echoing(card, header, length);
}

}  // namespace

CASE("transmit: brings the answer and its length") {
    IS(echoed, transmit(connect_t1(), echo));
}

CASE("transmit: the header of the answer names T=1 by its number, 1") {
    std::array<BYTE, 64> answer{};
    DWORD length = answer.size();
    SCARD_IO_REQUEST received{0, sizeof(SCARD_IO_REQUEST)};
    GIVES(SCARD_S_SUCCESS, SCardTransmit(connect_t1(), SCARD_PCI_T1, echo.data(), echo.size(), &received,
                                         answer.data(), &length));
    IS(1, received.dwProtocol);
    IS(sizeof(SCARD_IO_REQUEST), received.cbPciLength);
}

CASE("transmit: the header of the answer may be missing") {
    GIVES(SCARD_S_SUCCESS, echoing(connect_t1(), SCARD_PCI_T1));
}

CASE("transmit: raw goes through whatever protocol is in force") {
    GIVES(SCARD_S_SUCCESS, echoing(connect_t1(), SCARD_PCI_RAW));
}

CASE("transmit: another protocol than the one in force is PROTO_MISMATCH") {
    GIVES(SCARD_E_PROTO_MISMATCH, echoing(connect_t1(), SCARD_PCI_T0));
}

CASE("transmit: a protocol that does not exist is PROTO_MISMATCH") {
    const SCARD_IO_REQUEST header{0x40, sizeof(SCARD_IO_REQUEST)};
    GIVES(SCARD_E_PROTO_MISMATCH, echoing(connect_t1(), &header));
}

CASE("transmit: without a header it is INVALID_PARAMETER") {
    GIVES(SCARD_E_INVALID_PARAMETER, echoing(connect_t1(), nullptr));
}

CASE("transmit: without a command it is INVALID_PARAMETER") {
    std::array<BYTE, 64> answer{};
    DWORD length = answer.size();
    GIVES(SCARD_E_INVALID_PARAMETER,
          SCardTransmit(connect_t1(), SCARD_PCI_T1, nullptr, 5, nullptr, answer.data(), &length));
}

CASE("transmit: without a buffer it is INVALID_PARAMETER") {
    DWORD length = 64;
    GIVES(SCARD_E_INVALID_PARAMETER,
          SCardTransmit(connect_t1(), SCARD_PCI_T1, echo.data(), echo.size(), nullptr, nullptr, &length));
}

CASE("transmit: without a place for the length it is INVALID_PARAMETER") {
    std::array<BYTE, 64> answer{};
    GIVES(SCARD_E_INVALID_PARAMETER, SCardTransmit(connect_t1(), SCARD_PCI_T1, echo.data(), echo.size(),
                                                   nullptr, answer.data(), nullptr));
}

CASE("transmit: a handle that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, transmitting(never_given));
}

CASE("transmit: a buffer of just the answer's length is enough") {
    DWORD length = echoed.size();
    GIVES(SCARD_S_SUCCESS, echoing(connect_t1(), SCARD_PCI_T1, length));
    IS(echoed.size(), length);
}

CASE("transmit: a byte too few is INSUFFICIENT_BUFFER with the length that is needed") {
    DWORD length = echoed.size() - 1;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, echoing(connect_t1(), SCARD_PCI_T1, length));
    IS(echoed.size(), length);
}

CASE("transmit: the card has done its work although the buffer was too small") {
    const SCARDHANDLE card = connect_t1();
    const Bytes verify = {0x00, 0x20, 0x00, 0x01, 0x04, '1', '2', '3', '4'};
    std::array<BYTE, 1> answer{};
    DWORD length = answer.size();
    GIVES(SCARD_E_INSUFFICIENT_BUFFER,
          SCardTransmit(card, SCARD_PCI_T1, verify.data(), verify.size(), nullptr, answer.data(), &length));
    HOLDS(card_remembers(card));
}

CASE("transmit: a command longer than any is INSUFFICIENT_BUFFER") {
    const Bytes command(MAX_BUFFER_SIZE_EXTENDED + 1);
    std::array<BYTE, 64> answer{};
    DWORD length = answer.size();
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, SCardTransmit(connect_t1(), SCARD_PCI_T1, command.data(),
                                                     command.size(), nullptr, answer.data(), &length));
}

CASE("transmit: an unknown command is answered by the card") {
    IS((Bytes{0x6D, 0x00}), transmit(connect_t1(), {0x00, 0xFE, 0x00, 0x00, 0x00}));
}

CASE("transmit: carries 255 bytes there and back") {
    Bytes command = {0x80, 0xEC, 0x00, 0x00, 0xFF};
    for (unsigned i = 0; i < 255; ++i)
        command.push_back(static_cast<std::uint8_t>(i));
    Bytes expected(command.begin() + 5, command.end());
    expected.insert(expected.end(), {0x90, 0x00});
    command.push_back(0);
    IS(expected, transmit(connect_t1(), command));
}

CASE("transmit: a DIRECT handle at an empty reader has no card to speak to") {
    const LONG code = transmitting(connect_to_empty_reader(establish()));
    HOLDS(code == SCARD_E_NO_SMARTCARD || code == SCARD_E_PROTO_MISMATCH);
}

CASE("transmit: a DIRECT handle with no protocol agreed is PROTO_MISMATCH") {
    switch_card_off();
    GIVES(SCARD_E_PROTO_MISMATCH, transmitting(connect(establish(), SCARD_SHARE_DIRECT, 0)));
}

CASE("transmit: two contexts speak to the card in turn") {
    const SCARDHANDLE one = connect_t1();
    const SCARDHANDLE two = connect(establish());
    for (int i = 0; i < 10; ++i) {
        IS(echoed, transmit(one, echo));
        IS(echoed, transmit(two, echo));
    }
}
