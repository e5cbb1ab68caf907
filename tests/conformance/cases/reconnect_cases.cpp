// SCardReconnect: how a handle changes its mind, and the card its state.
#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"
#include "tests/conformance/waiting.hpp"

using namespace conformance;

CASE("reconnect: LEAVE is not noticed by the card") {
    const SCARDHANDLE card = connect(establish());
    make_card_remember(card);
    GIVES(SCARD_S_SUCCESS, reconnecting(card));
    HOLDS(card_remembers(card));
}

CASE("reconnect: RESET resets the card") {
    const SCARDHANDLE card = connect(establish());
    make_card_remember(card);
    GIVES(SCARD_S_SUCCESS, reconnecting(card, SCARD_SHARE_SHARED, t0_or_t1, SCARD_RESET_CARD));
    HOLDS(!card_remembers(card));
}

CASE("reconnect: UNPOWER takes the card's power and gives it back") {
    const SCARDHANDLE card = connect(establish());
    make_card_remember(card);
    GIVES(SCARD_S_SUCCESS, reconnecting(card, SCARD_SHARE_SHARED, t0_or_t1, SCARD_UNPOWER_CARD));
    HOLDS(!card_remembers(card));
}

CASE("reconnect: LEAVE is not told to others") {
    const SCARDHANDLE mine = connect(establish());
    const SCARDHANDLE others = connect(establish());
    GIVES(SCARD_S_SUCCESS, reconnecting(mine));
    GIVES(SCARD_S_SUCCESS, status_of(others));
}

CASE("reconnect: RESET is told to others and not to the caller") {
    const SCARDHANDLE mine = connect(establish());
    const SCARDHANDLE others = connect(establish());
    GIVES(SCARD_S_SUCCESS, reconnecting(mine, SCARD_SHARE_SHARED, t0_or_t1, SCARD_RESET_CARD));
    GIVES(SCARD_S_SUCCESS, status_of(mine));
    GIVES(SCARD_W_RESET_CARD, status_of(others));
}

CASE("reconnect: UNPOWER is told to others and not to the caller") {
    const SCARDHANDLE mine = connect(establish());
    const SCARDHANDLE others = connect(establish());
    GIVES(SCARD_S_SUCCESS, reconnecting(mine, SCARD_SHARE_SHARED, t0_or_t1, SCARD_UNPOWER_CARD));
    GIVES(SCARD_S_SUCCESS, status_of(mine));
    GIVES(SCARD_W_RESET_CARD, status_of(others));
}

CASE("reconnect: RESET changes to another protocol") {
    switch_card_off();
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1);
    DWORD protocol = 0;
    GIVES(SCARD_S_SUCCESS,
          SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0, SCARD_RESET_CARD, &protocol));
    IS(SCARD_PROTOCOL_T0, protocol);
    IS(SCARD_PROTOCOL_T0, status(card).protocol);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_UNPOWER_CARD));
}

CASE("reconnect: UNPOWER changes to another protocol") {
    switch_card_off();
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1);
    DWORD protocol = 0;
    GIVES(SCARD_S_SUCCESS,
          SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0, SCARD_UNPOWER_CARD, &protocol));
    IS(SCARD_PROTOCOL_T0, protocol);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_UNPOWER_CARD));
}

CASE("reconnect: LEAVE keeps the protocol if it is wanted still") {
    switch_card_off();
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0);
    DWORD protocol = 0;
    GIVES(SCARD_S_SUCCESS, SCardReconnect(card, SCARD_SHARE_SHARED, t0_or_t1, SCARD_LEAVE_CARD, &protocol));
    IS(SCARD_PROTOCOL_T0, protocol);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_UNPOWER_CARD));
}

CASE("reconnect: LEAVE with another protocol is PROTO_MISMATCH while others are there") {
    switch_card_off();
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1);
    (void)connect(establish());
    GIVES(SCARD_E_PROTO_MISMATCH, reconnecting(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0));
}

CASE("reconnect: no protocol is PROTO_MISMATCH") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_E_PROTO_MISMATCH, reconnecting(card, SCARD_SHARE_SHARED, 0));
}

CASE("reconnect: a share mode that does not exist is INVALID_VALUE") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_E_INVALID_VALUE, reconnecting(card, 0));
    GIVES(SCARD_E_INVALID_VALUE, reconnecting(card, 4));
}

CASE("reconnect: EJECT is no initialization: INVALID_VALUE") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_E_INVALID_VALUE, reconnecting(card, SCARD_SHARE_SHARED, t0_or_t1, SCARD_EJECT_CARD));
}

CASE("reconnect: an initialization that does not exist is INVALID_VALUE") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_E_INVALID_VALUE, reconnecting(card, SCARD_SHARE_SHARED, t0_or_t1, 7));
}

CASE("reconnect: a handle that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, reconnecting(never_given));
}

CASE("reconnect: nowhere to put the protocol is INVALID_PARAMETER") {
    const SCARDHANDLE card = connect(establish());
    GIVES(SCARD_E_INVALID_PARAMETER,
          SCardReconnect(card, SCARD_SHARE_SHARED, t0_or_t1, SCARD_LEAVE_CARD, nullptr));
}

CASE("reconnect: SHARED becomes EXCLUSIVE if it is alone") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context);
    GIVES(SCARD_S_SUCCESS, reconnecting(card, SCARD_SHARE_EXCLUSIVE));
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT | SCARD_STATE_EXCLUSIVE, flags(context));
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(establish()));
}

CASE("reconnect: SHARED does not become EXCLUSIVE while others are there") {
    const SCARDHANDLE card = connect(establish());
    (void)connect(establish());
    Waiting call([card] { return reconnecting(card, SCARD_SHARE_EXCLUSIVE); });
    // The library may try again and again, but it must not get in.
    HOLDS(call.goes_on() || call.code() == SCARD_E_SHARING_VIOLATION);
}

CASE("reconnect: EXCLUSIVE becomes SHARED and lets others in") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context, SCARD_SHARE_EXCLUSIVE);
    GIVES(SCARD_S_SUCCESS, reconnecting(card, SCARD_SHARE_SHARED));
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT | SCARD_STATE_INUSE, flags(context));
    Waiting call([] { return connecting(establish()); });
    HOLDS(call.over_within(long_enough));
    GIVES(SCARD_S_SUCCESS, call.code());
}

CASE("reconnect: EXCLUSIVE stays EXCLUSIVE") {
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_EXCLUSIVE);
    GIVES(SCARD_S_SUCCESS, reconnecting(card, SCARD_SHARE_EXCLUSIVE));
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(establish()));
}

CASE("reconnect: DIRECT becomes SHARED and gets a protocol") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context, SCARD_SHARE_DIRECT, 0);
    DWORD protocol = 0;
    GIVES(SCARD_S_SUCCESS,
          SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD, &protocol));
    IS(SCARD_PROTOCOL_T1, protocol);
    GIVES(SCARD_S_SUCCESS, transmitting(card));
}

CASE("reconnect: DIRECT at an empty reader is NO_SMARTCARD") {
    const SCARDHANDLE card = connect_to_empty_reader(establish());
    GIVES(SCARD_E_NO_SMARTCARD, reconnecting(card, SCARD_SHARE_DIRECT, 0));
}

CASE("reconnect: in its own transaction it keeps the transaction") {
    const SCARDHANDLE card = connect(establish());
    const SCARDHANDLE others = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    GIVES(SCARD_S_SUCCESS, reconnecting(card));
    const Waiting call([others] { return SCardBeginTransaction(others); });
    HOLDS(call.goes_on());
    GIVES(SCARD_S_SUCCESS, SCardEndTransaction(card, SCARD_LEAVE_CARD));
}

CASE("reconnect: waits while another holds a transaction") {
    const SCARDHANDLE card = connect(establish());
    const SCARDHANDLE others = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(others));
    Waiting call([card] { return reconnecting(card); });
    HOLDS(call.goes_on());
    GIVES(SCARD_S_SUCCESS, SCardEndTransaction(others, SCARD_LEAVE_CARD));
    GIVES(SCARD_S_SUCCESS, call.code());
}

CASE("reconnect: a mute card is UNRESPONSIVE_CARD after RESET, or UNPOWERED_CARD") {
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_DIRECT, 0);
    desk::insert_mute_card();
    const LONG code = reconnecting(card, SCARD_SHARE_SHARED, t0_or_t1, SCARD_RESET_CARD);
    HOLDS(code == SCARD_W_UNRESPONSIVE_CARD || code == SCARD_W_UNPOWERED_CARD);
}
