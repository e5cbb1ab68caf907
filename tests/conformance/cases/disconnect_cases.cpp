// SCardDisconnect, with everything it may do to the card.
#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"
#include "tests/conformance/waiting.hpp"

using namespace conformance;

namespace {

/// Whether the card still remembers, after a handle went and another came.
bool remembers_after(DWORD disposition) {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context);
    make_card_remember(card);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, disposition));
    return card_remembers(connect(context));
}

/// What another handle is told.
LONG told_to_others(DWORD disposition) {
    const SCARDHANDLE others = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), disposition));
    return status_of(others);
}

}  // namespace

CASE("disconnect: LEAVE is not noticed by the card") {
    HOLDS(remembers_after(SCARD_LEAVE_CARD));
}

CASE("disconnect: RESET resets the card") {
    HOLDS(!remembers_after(SCARD_RESET_CARD));
}

CASE("disconnect: UNPOWER takes the card's power") {
    HOLDS(!remembers_after(SCARD_UNPOWER_CARD));
}

CASE("disconnect: EJECT takes the card's power where nothing can be ejected") {
    HOLDS(!remembers_after(SCARD_EJECT_CARD));
}

CASE("disconnect: LEAVE is not told to others") {
    GIVES(SCARD_S_SUCCESS, told_to_others(SCARD_LEAVE_CARD));
}

CASE("disconnect: RESET is told to others") {
    GIVES(SCARD_W_RESET_CARD, told_to_others(SCARD_RESET_CARD));
}

CASE("disconnect: UNPOWER is told to others") {
    GIVES(SCARD_W_RESET_CARD, told_to_others(SCARD_UNPOWER_CARD));
}

CASE("disconnect: EJECT is told to others") {
    GIVES(SCARD_W_RESET_CARD, told_to_others(SCARD_EJECT_CARD));
}

CASE("disconnect: a card that was unpowered is present alone") {
    const SCARDCONTEXT context = establish();
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(context), SCARD_UNPOWER_CARD));
    const SCARDHANDLE card = connect(context, SCARD_SHARE_DIRECT, 0);
    IS(SCARD_PRESENT, status(card).state & 0xFFFF);
}

CASE("disconnect: a disposition that does not exist is INVALID_VALUE and keeps the handle") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_E_INVALID_VALUE, SCardDisconnect(card, 7));
    GIVES(SCARD_S_SUCCESS, status_of(card));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
}

CASE("disconnect: a handle dies with it") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    GIVES(SCARD_E_INVALID_HANDLE, SCardDisconnect(card, SCARD_LEAVE_CARD));
}

CASE("disconnect: a dead handle is INVALID_HANDLE to every call") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    BYTE byte = 0;
    DWORD length = 1;
    GIVES(SCARD_E_INVALID_HANDLE, reconnecting(card));
    GIVES(SCARD_E_INVALID_HANDLE, SCardBeginTransaction(card));
    GIVES(SCARD_E_INVALID_HANDLE, SCardEndTransaction(card, SCARD_LEAVE_CARD));
    GIVES(SCARD_E_INVALID_HANDLE, status_of(card));
    GIVES(SCARD_E_INVALID_HANDLE, transmitting(card));
    GIVES(SCARD_E_INVALID_HANDLE, SCardControl(card, 1, &byte, 1, &byte, 1, &length));
    GIVES(SCARD_E_INVALID_HANDLE, SCardGetAttrib(card, 1, &byte, &length));
    GIVES(SCARD_E_INVALID_HANDLE, SCardSetAttrib(card, 1, &byte, 1));
}

CASE("disconnect: a handle that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, SCardDisconnect(never_given, SCARD_LEAVE_CARD));
    GIVES(SCARD_E_INVALID_HANDLE, SCardDisconnect(0, SCARD_LEAVE_CARD));
}

CASE("disconnect: a context is no card handle") {
    GIVES(SCARD_E_INVALID_HANDLE, SCardDisconnect(establish(), SCARD_LEAVE_CARD));
}

CASE("disconnect: in its transaction the transaction ends") {
    const SCARDHANDLE card = connect(establish());
    const SCARDHANDLE others = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(others));
}

CASE("disconnect: LEAVE in its transaction leaves the card") {
    const SCARDHANDLE card = connect(establish());
    const SCARDHANDLE others = connect(establish());
    make_card_remember(card);
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    HOLDS(card_remembers(others));
}

CASE("disconnect: LEAVE does not wait for another's transaction") {
    const SCARDHANDLE card = connect(establish());
    const SCARDHANDLE others = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(others));
    Waiting call([card] { return SCardDisconnect(card, SCARD_LEAVE_CARD); });
    HOLDS(call.over_within(long_enough));
    GIVES(SCARD_S_SUCCESS, call.code());
}

CASE("disconnect: RESET waits for the end of another's transaction") {
    const SCARDHANDLE card = connect(establish());
    const SCARDHANDLE others = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(others));
    make_card_remember(others);
    Waiting call([card] { return SCardDisconnect(card, SCARD_RESET_CARD); });
    HOLDS(call.goes_on());
    HOLDS(card_remembers(others));
    GIVES(SCARD_S_SUCCESS, SCardEndTransaction(others, SCARD_LEAVE_CARD));
    GIVES(SCARD_S_SUCCESS, call.code());
    GIVES(SCARD_W_RESET_CARD, status_of(others));
}

CASE("disconnect: works when the card is gone") {
    const SCARDHANDLE card = connect(establish());
    desk::remove_card();
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_RESET_CARD));
}

CASE("disconnect: works after a reset that the handle was not told of") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
}

CASE("disconnect: DIRECT leaves an empty reader") {
    const SCARDHANDLE card = connect_to_empty_reader(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_RESET_CARD));
}
