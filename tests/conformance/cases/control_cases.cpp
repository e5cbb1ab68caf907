// SCardControl: what the reader itself is told.
#include <reader.h>

#include <array>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"

using namespace conformance;

namespace {

constexpr DWORD unknown_code = SCARD_CTL_CODE(3999);

LONG controlling(SCARDHANDLE card, DWORD code, DWORD& returned) {
    std::array<BYTE, 300> answer{};
    return SCardControl(card, code, nullptr, 0, answer.data(), answer.size(), &returned);
}

LONG controlling(SCARDHANDLE card, DWORD code) {
    DWORD returned = 0;
    return controlling(card, code, returned);
}

}  // namespace

CASE("control: an unknown code is UNSUPPORTED_FEATURE") {
    GIVES(SCARD_E_UNSUPPORTED_FEATURE, controlling(connect(establish()), unknown_code));
}

CASE("control: a refusal returns no bytes") {
    DWORD returned = 99;
    GIVES(SCARD_E_UNSUPPORTED_FEATURE, controlling(connect(establish()), unknown_code, returned));
    IS(0, returned);
}

CASE("control: DIRECT reaches the reader without a card") {
    GIVES(SCARD_E_UNSUPPORTED_FEATURE, controlling(connect_to_empty_reader(establish()), unknown_code));
}

CASE("control: DIRECT reaches the reader when the card is off") {
    switch_card_off();
    GIVES(SCARD_E_UNSUPPORTED_FEATURE,
          controlling(connect(establish(), SCARD_SHARE_DIRECT, 0), unknown_code));
}

CASE("control: reaches the reader though the card was reset by another") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    GIVES(SCARD_E_UNSUPPORTED_FEATURE, controlling(card, unknown_code));
}

CASE("control: reaches the reader though the card was removed") {
    const SCARDHANDLE card = connect(establish());
    desk::remove_card();
    GIVES(SCARD_E_UNSUPPORTED_FEATURE, controlling(card, unknown_code));
}

CASE("control: does not tell what became of the card in the place of another call") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    (void)controlling(card, unknown_code);
    GIVES(SCARD_W_RESET_CARD, status_of(card));
}

CASE("control: the length needs no place") {
    std::array<BYTE, 64> answer{};
    GIVES(SCARD_E_UNSUPPORTED_FEATURE, SCardControl(connect(establish()), unknown_code, nullptr, 0,
                                                    answer.data(), answer.size(), nullptr));
}

CASE("control: needs no buffer") {
    DWORD returned = 99;
    GIVES(SCARD_E_UNSUPPORTED_FEATURE,
          SCardControl(connect(establish()), unknown_code, nullptr, 0, nullptr, 0, &returned));
}

CASE("control: a command longer than any is INSUFFICIENT_BUFFER") {
    const Bytes command(MAX_BUFFER_SIZE_EXTENDED + 1);
    std::array<BYTE, 64> answer{};
    DWORD returned = 0;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, SCardControl(connect(establish()), unknown_code, command.data(),
                                                    command.size(), answer.data(), answer.size(), &returned));
}

CASE("control: a handle that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, controlling(never_given, unknown_code));
}
