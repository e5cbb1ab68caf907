// SCardStatus: what it says, and into which buffers.
#include <array>
#include <cstring>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"

using namespace conformance;

namespace {

DWORD name_length() {
    return std::strlen(reader()) + 1;
}

/// The code of asking for the name alone, into a buffer of that length, which is what is needed then.
LONG naming(SCARDHANDLE card, DWORD& length) {
    std::array<char, 300> name{};
    return SCardStatus(card, name.data(), &length, nullptr, nullptr, nullptr, nullptr);
}

LONG telling_atr(SCARDHANDLE card, DWORD& length) {
    std::array<BYTE, 64> atr{};
    return SCardStatus(card, nullptr, nullptr, nullptr, nullptr, atr.data(), &length);
}

}  // namespace

CASE("status: names the reader, the NUL counted") {
    std::array<char, 300> name{};
    DWORD length = name.size();
    GIVES(SCARD_S_SUCCESS,
          SCardStatus(connect(establish()), name.data(), &length, nullptr, nullptr, nullptr, nullptr));
    IS(std::string(reader()), std::string(name.data()));
    IS(name_length(), length);
}

CASE("status: tells the card's ATR") {
    IS(both_atr, status(connect(establish())).atr);
}

CASE("status: tells the protocol of T=1") {
    switch_card_off();
    IS(SCARD_PROTOCOL_T1, status(connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1)).protocol);
}

CASE("status: tells the protocol of T=0") {
    switch_card_off();
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0);
    IS(SCARD_PROTOCOL_T0, status(card).protocol);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_UNPOWER_CARD));
}

CASE("status: tells raw") {
    switch_card_off();
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_RAW);
    IS(SCARD_PROTOCOL_RAW, status(card).protocol);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_UNPOWER_CARD));
}

CASE("status: a connected card is present, powered and negotiable") {
    IS(SCARD_PRESENT | SCARD_POWERED | SCARD_NEGOTIABLE, status(connect(establish())).state & 0xFFFF);
}

CASE("status: an unpowered card is present alone") {
    switch_card_off();
    IS(SCARD_PRESENT, status(connect(establish(), SCARD_SHARE_DIRECT, 0)).state & 0xFFFF);
}

CASE("status: a mute card is swallowed") {
    desk::insert_mute_card();
    const DWORD state = status(connect(establish(), SCARD_SHARE_DIRECT, 0)).state & 0xFFFF;
    HOLDS((state & SCARD_SWALLOWED) != 0);
}

CASE("status: an empty reader is absent and has no ATR") {
    const Status told = status(connect_to_empty_reader(establish()));
    IS(SCARD_ABSENT, told.state & 0xFFFF);
    IS(Bytes{}, told.atr);
    IS(SCARD_PROTOCOL_UNDEFINED, told.protocol);
}

CASE("status: the upper half of the state counts events") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context);
    IS(known_state(context) >> 16U, status(card).state >> 16U);
}

CASE("status: every place may be missing") {
    GIVES(SCARD_S_SUCCESS,
          SCardStatus(connect(establish()), nullptr, nullptr, nullptr, nullptr, nullptr, nullptr));
}

CASE("status: a length probe tells the name's length") {
    DWORD length = 0;
    GIVES(SCARD_S_SUCCESS,
          SCardStatus(connect(establish()), nullptr, &length, nullptr, nullptr, nullptr, nullptr));
    IS(name_length(), length);
}

CASE("status: a length probe tells the ATR's length") {
    DWORD length = 0;
    GIVES(SCARD_S_SUCCESS,
          SCardStatus(connect(establish()), nullptr, nullptr, nullptr, nullptr, nullptr, &length));
    IS(both_atr.size(), length);
}

CASE("status: a name buffer of just the length is enough") {
    DWORD length = name_length();
    GIVES(SCARD_S_SUCCESS, naming(connect(establish()), length));
}

CASE("status: a name buffer a byte too small is INSUFFICIENT_BUFFER with the length that is needed") {
    DWORD length = name_length() - 1;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, naming(connect(establish()), length));
    IS(name_length(), length);
}

CASE("status: an ATR buffer of just the length is enough") {
    DWORD length = both_atr.size();
    GIVES(SCARD_S_SUCCESS, telling_atr(connect(establish()), length));
}

CASE("status: an ATR buffer a byte too small is INSUFFICIENT_BUFFER with the length that is needed") {
    DWORD length = both_atr.size() - 1;
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, telling_atr(connect(establish()), length));
    IS(both_atr.size(), length);
}

CASE("status: too small a name buffer does not keep the rest from being told") {
    std::array<char, 4> name{};
    DWORD length = name.size();
    DWORD state = 0;
    DWORD protocol = 0;
    std::array<BYTE, 64> atr{};
    DWORD atr_length = atr.size();
    GIVES(SCARD_E_INSUFFICIENT_BUFFER, SCardStatus(connect(establish()), name.data(), &length, &state,
                                                   &protocol, atr.data(), &atr_length));
    HOLDS((state & SCARD_PRESENT) != 0);
    IS(both_atr.size(), atr_length);
}

CASE("status: AUTOALLOCATE brings the name") {
    const SCARDCONTEXT context = establish();
    char* name = nullptr;
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_S_SUCCESS, SCardStatus(connect(context), reinterpret_cast<LPSTR>(&name), &length, nullptr,
                                       nullptr, nullptr, nullptr));
    IS(std::string(reader()), std::string(name));
    IS(name_length(), length);
    GIVES(SCARD_S_SUCCESS, SCardFreeMemory(context, name));
}

CASE("status: AUTOALLOCATE brings the ATR") {
    const SCARDCONTEXT context = establish();
    BYTE* atr = nullptr;
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_S_SUCCESS, SCardStatus(connect(context), nullptr, nullptr, nullptr, nullptr,
                                       reinterpret_cast<LPBYTE>(&atr), &length));
    IS(both_atr, Bytes(atr, atr + length));
    GIVES(SCARD_S_SUCCESS, SCardFreeMemory(context, atr));
}

CASE("status: AUTOALLOCATE without a place for the name is INVALID_PARAMETER") {
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_E_INVALID_PARAMETER,
          SCardStatus(connect(establish()), nullptr, &length, nullptr, nullptr, nullptr, nullptr));
}

CASE("status: AUTOALLOCATE without a place for the ATR is INVALID_PARAMETER") {
    DWORD length = SCARD_AUTOALLOCATE;
    GIVES(SCARD_E_INVALID_PARAMETER,
          SCardStatus(connect(establish()), nullptr, nullptr, nullptr, nullptr, nullptr, &length));
}

CASE("status: a handle that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, status_of(never_given));
}
