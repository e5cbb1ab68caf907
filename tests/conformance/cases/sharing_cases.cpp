// Who may be in beside whom.
#include "tests/conformance/case.hpp"
#include "tests/conformance/stage.hpp"
#include "tests/conformance/waiting.hpp"

using namespace conformance;

CASE("sharing: SHARED lets SHARED in") {
    (void)connect(establish());
    GIVES(SCARD_S_SUCCESS, connecting(establish()));
}

CASE("sharing: SHARED keeps EXCLUSIVE out") {
    (void)connect(establish());
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(establish(), SCARD_SHARE_EXCLUSIVE));
}

CASE("sharing: SHARED lets DIRECT in") {
    (void)connect(establish());
    GIVES(SCARD_S_SUCCESS, connecting(establish(), SCARD_SHARE_DIRECT, 0));
}

CASE("sharing: EXCLUSIVE keeps SHARED out") {
    (void)connect(establish(), SCARD_SHARE_EXCLUSIVE);
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(establish()));
}

CASE("sharing: EXCLUSIVE keeps EXCLUSIVE out") {
    (void)connect(establish(), SCARD_SHARE_EXCLUSIVE);
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(establish(), SCARD_SHARE_EXCLUSIVE));
}

CASE("sharing: EXCLUSIVE keeps DIRECT out") {
    (void)connect(establish(), SCARD_SHARE_EXCLUSIVE);
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(establish(), SCARD_SHARE_DIRECT, 0));
}

CASE("sharing: EXCLUSIVE keeps the same context out too") {
    const SCARDCONTEXT context = establish();
    (void)connect(context, SCARD_SHARE_EXCLUSIVE);
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(context));
}

CASE("sharing: DIRECT lets SHARED in") {
    (void)connect(establish(), SCARD_SHARE_DIRECT, 0);
    GIVES(SCARD_S_SUCCESS, connecting(establish()));
}

CASE("sharing: DIRECT lets DIRECT in") {
    (void)connect(establish(), SCARD_SHARE_DIRECT, 0);
    GIVES(SCARD_S_SUCCESS, connecting(establish(), SCARD_SHARE_DIRECT, 0));
}

CASE("sharing: DIRECT keeps EXCLUSIVE out") {
    (void)connect(establish(), SCARD_SHARE_DIRECT, 0);
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(establish(), SCARD_SHARE_EXCLUSIVE));
}

CASE("sharing: a refused EXCLUSIVE does not disturb those who are in") {
    const SCARDHANDLE card = connect(establish());
    make_card_remember(card);
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(establish(), SCARD_SHARE_EXCLUSIVE));
    HOLDS(card_remembers(card));
    GIVES(SCARD_S_SUCCESS, connecting(establish()));
}

CASE("sharing: EXCLUSIVE ends with its handle") {
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_EXCLUSIVE);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    GIVES(SCARD_S_SUCCESS, connecting(establish()));
}

CASE("sharing: EXCLUSIVE comes in when the last of the others has gone") {
    const SCARDHANDLE one = connect(establish());
    const SCARDHANDLE two = connect(establish());
    const SCARDCONTEXT waiting = establish();
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(one, SCARD_LEAVE_CARD));
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(waiting, SCARD_SHARE_EXCLUSIVE));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(two, SCARD_LEAVE_CARD));
    GIVES(SCARD_S_SUCCESS, connecting(waiting, SCARD_SHARE_EXCLUSIVE));
}

CASE("sharing: one reader's EXCLUSIVE does not concern another reader") {
    (void)connect(establish(), SCARD_SHARE_EXCLUSIVE);
    (void)connect_to_empty_reader(establish());
}

CASE("sharing: an EXCLUSIVE handle may reset, transact and exchange") {
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_EXCLUSIVE);
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    GIVES(SCARD_S_SUCCESS, transmitting(card));
    GIVES(SCARD_S_SUCCESS, SCardEndTransaction(card, SCARD_LEAVE_CARD));
    GIVES(SCARD_S_SUCCESS, reconnecting(card, SCARD_SHARE_EXCLUSIVE, t0_or_t1, SCARD_RESET_CARD));
    GIVES(SCARD_S_SUCCESS, transmitting(card));
}
