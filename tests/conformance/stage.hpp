// What most cases begin with: a context, a card connected to, and a look at the reader.
#pragma once

#include <array>
#include <string>

#include "tests/conformance/check.hpp"

namespace conformance {

inline constexpr DWORD t0_or_t1 = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;
inline constexpr LONG never_given = 0x12345678;
inline constexpr const char* pnp = R"(\\?PnP?\Notification)";

/// The ATR of the card that speaks both protocols.
extern const Bytes both_atr;
/// An APDU that is answered by its data, 010203, and 9000.
extern const Bytes echo;
extern const Bytes echoed;

/// The reader with the card, and one that is empty.
const char* reader();
const char* second_reader();
void name_readers(const char* first, const char* second);

/// Waits until a card is in the reader and nobody uses it.
void await_free_reader();

SCARDCONTEXT establish();
/// A handle on the card in reader().
SCARDHANDLE connect(SCARDCONTEXT context, DWORD share = SCARD_SHARE_SHARED, DWORD protocols = t0_or_t1);
/// A card that nobody uses loses its power, and with it what it agreed on with handles that are gone.
void switch_card_off();
/// DIRECT, at the reader without a card.
SCARDHANDLE connect_to_empty_reader(SCARDCONTEXT context);
/// The code of connecting to reader(), and of reconnecting with the same meaning.
LONG connecting(SCARDCONTEXT context, DWORD share = SCARD_SHARE_SHARED, DWORD protocols = t0_or_t1);
LONG reconnecting(SCARDHANDLE card, DWORD share = SCARD_SHARE_SHARED, DWORD protocols = t0_or_t1,
                  DWORD initialization = SCARD_LEAVE_CARD);
/// The code of SCardStatus alone.
LONG status_of(SCARDHANDLE card);
/// The code of an echo.
LONG transmitting(SCARDHANDLE card);

/// SCardTransmit's answer; the call must succeed.
Bytes transmit(SCARDHANDLE card, const Bytes& command);

/// The card remembers this until it is reset or loses power.
void make_card_remember(SCARDHANDLE card);
bool card_remembers(SCARDHANDLE card);

/// What SCardStatus says; the call must succeed.
struct Status {
    DWORD state = 0;
    DWORD protocol = 0;
    Bytes atr;
};
Status status(SCARDHANDLE card);

/// The names, in order; empty if there are none.
std::vector<std::string> list_readers(SCARDCONTEXT context);

/// For SCardGetStatusChange.
SCARD_READERSTATE asked(const char* name, DWORD known = SCARD_STATE_UNAWARE);
/// The reader's state now: flags without CHANGED and the count of events.
DWORD known_state(SCARDCONTEXT context, const char* name = reader());
/// The flags alone, CHANGED too.
DWORD flags(SCARDCONTEXT context, const char* name = reader());
inline DWORD flags_of(const SCARD_READERSTATE& state) {
    return state.dwEventState & 0xFFFFU;
}
inline DWORD count_of(const SCARD_READERSTATE& state) {
    return state.dwEventState >> 16U;
}

}  // namespace conformance
