// What a handle is told of a card that was reset or removed behind its back, and when that is over.
#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"

using namespace conformance;

namespace {

/// A handle that has not been told yet that another one has reset the card.
SCARDHANDLE reset_behind_its_back() {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    return card;
}

SCARDHANDLE removed_behind_its_back() {
    const SCARDHANDLE card = connect(establish());
    desk::remove_card();
    return card;
}

}  // namespace

CASE("reset: is told by status, again and again") {
    const SCARDHANDLE card = reset_behind_its_back();
    GIVES(SCARD_W_RESET_CARD, status_of(card));
    GIVES(SCARD_W_RESET_CARD, status_of(card));
}

CASE("reset: is told by transmit") {
    GIVES(SCARD_W_RESET_CARD, transmitting(reset_behind_its_back()));
}

CASE("reset: is told by begin") {
    GIVES(SCARD_W_RESET_CARD, SCardBeginTransaction(reset_behind_its_back()));
}

CASE("reset: is over after a reconnect") {
    const SCARDHANDLE card = reset_behind_its_back();
    GIVES(SCARD_S_SUCCESS, reconnecting(card));
    GIVES(SCARD_S_SUCCESS, status_of(card));
    GIVES(SCARD_S_SUCCESS, transmitting(card));
}

CASE("reset: each handle must reconnect for itself") {
    const SCARDHANDLE one = connect(establish());
    const SCARDHANDLE two = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    GIVES(SCARD_S_SUCCESS, reconnecting(one));
    GIVES(SCARD_S_SUCCESS, status_of(one));
    GIVES(SCARD_W_RESET_CARD, status_of(two));
}

CASE("reset: the other handles of the same context are told too") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE one = connect(context);
    const SCARDHANDLE two = connect(context);
    GIVES(SCARD_S_SUCCESS, reconnecting(one, SCARD_SHARE_SHARED, t0_or_t1, SCARD_RESET_CARD));
    GIVES(SCARD_S_SUCCESS, status_of(one));
    GIVES(SCARD_W_RESET_CARD, status_of(two));
}

CASE("reset: a handle that comes later is not told") {
    (void)reset_behind_its_back();
    GIVES(SCARD_S_SUCCESS, status_of(connect(establish())));
}

CASE("reset: two resets are told as one") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    GIVES(SCARD_S_SUCCESS, reconnecting(card));
    GIVES(SCARD_S_SUCCESS, status_of(card));
}

CASE("reset: a DIRECT handle is told too") {
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_DIRECT, 0);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    GIVES(SCARD_W_RESET_CARD, status_of(card));
}

CASE("reset: handles on other readers are not told") {
    const SCARDHANDLE card = connect_to_empty_reader(establish());
    (void)reset_behind_its_back();
    GIVES(SCARD_S_SUCCESS, status_of(card));
}

CASE("reset: the reset handle in a transaction of its own is told at its end") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    GIVES(SCARD_S_SUCCESS, SCardEndTransaction(card, SCARD_RESET_CARD));
    GIVES(SCARD_W_RESET_CARD, transmitting(card));
}

CASE("removal: is told by status, again and again") {
    const SCARDHANDLE card = removed_behind_its_back();
    GIVES(SCARD_W_REMOVED_CARD, status_of(card));
    GIVES(SCARD_W_REMOVED_CARD, status_of(card));
}

CASE("removal: is told by transmit and by begin") {
    const SCARDHANDLE card = removed_behind_its_back();
    GIVES(SCARD_W_REMOVED_CARD, transmitting(card));
    GIVES(SCARD_W_REMOVED_CARD, SCardBeginTransaction(card));
}

CASE("removal: a reconnect without a card is NO_SMARTCARD") {
    GIVES(SCARD_E_NO_SMARTCARD, reconnecting(removed_behind_its_back()));
}

CASE("removal: a new card does not undo it") {
    const SCARDHANDLE card = removed_behind_its_back();
    desk::insert_card();
    GIVES(SCARD_W_REMOVED_CARD, status_of(card));
    GIVES(SCARD_W_REMOVED_CARD, transmitting(card));
}

CASE("removal: a reconnect to a new card succeeds") {
    const SCARDHANDLE card = removed_behind_its_back();
    desk::insert_card();
    GIVES(SCARD_S_SUCCESS, reconnecting(card));
    GIVES(SCARD_S_SUCCESS, transmitting(card));
}

CASE("removal: outlasts a reset") {
    const SCARDHANDLE card = removed_behind_its_back();
    desk::insert_card();
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    GIVES(SCARD_W_REMOVED_CARD, status_of(card));
}

CASE("removal: comes before a reset that was not told yet") {
    const SCARDHANDLE card = reset_behind_its_back();
    desk::remove_card();
    GIVES(SCARD_W_REMOVED_CARD, status_of(card));
}

CASE("removal: an EXCLUSIVE handle keeps the reader until it disconnects") {
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_EXCLUSIVE);
    desk::remove_card();
    desk::insert_card();
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(establish()));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    GIVES(SCARD_S_SUCCESS, connecting(establish()));
}

CASE("removal: in a transaction it is told, and the transaction ends with its handle") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    desk::remove_card();
    GIVES(SCARD_W_REMOVED_CARD, transmitting(card));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    desk::insert_card();
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(connect(establish())));
}

CASE("removal: a DIRECT handle is told too") {
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_DIRECT, 0);
    desk::remove_card();
    GIVES(SCARD_W_REMOVED_CARD, status_of(card));
}
