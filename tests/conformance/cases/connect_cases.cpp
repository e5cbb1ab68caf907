// SCardConnect: what it needs, which protocol it gives, and what it says to an empty reader.
#include <cstring>
#include <set>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"

using namespace conformance;

namespace {

/// The protocol of a new handle; it is unpowered and gone when this returns.
DWORD protocol_given(SCARDCONTEXT context, DWORD preferred) {
    switch_card_off();
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    GIVES(SCARD_S_SUCCESS, SCardConnect(context, reader(), SCARD_SHARE_SHARED, preferred, &card, &protocol));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_UNPOWER_CARD));
    return protocol;
}

LONG connecting_to(const char* name) {
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    return SCardConnect(establish(), name, SCARD_SHARE_SHARED, t0_or_t1, &card, &protocol);
}

}  // namespace

CASE("connect: a card of both protocols is given T=0 if T=0 alone is wanted") {
    IS(SCARD_PROTOCOL_T0, protocol_given(establish(), SCARD_PROTOCOL_T0));
}

CASE("connect: a card of both protocols is given T=1 if T=1 alone is wanted") {
    IS(SCARD_PROTOCOL_T1, protocol_given(establish(), SCARD_PROTOCOL_T1));
}

CASE("connect: a card of both protocols is given T=1 if either will do") {
    IS(SCARD_PROTOCOL_T1, protocol_given(establish(), t0_or_t1));
}

CASE("connect: raw is given if nothing else is wanted") {
    IS(SCARD_PROTOCOL_RAW, protocol_given(establish(), SCARD_PROTOCOL_RAW));
}

CASE("connect: raw is given only if nothing else fits") {
    const DWORD protocol = protocol_given(establish(), t0_or_t1 | SCARD_PROTOCOL_RAW);
    IS(SCARD_PROTOCOL_T1, protocol);
}

CASE("connect: a card of T=0 is given T=0 if either will do") {
    desk::insert_t0_card();
    IS(SCARD_PROTOCOL_T0, protocol_given(establish(), t0_or_t1));
}

CASE("connect: a card of T=0 is PROTO_MISMATCH if T=1 is wanted") {
    desk::insert_t0_card();
    GIVES(SCARD_E_PROTO_MISMATCH, connecting(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1));
}

CASE("connect: a card of T=1 is given T=1 if either will do") {
    desk::insert_t1_card();
    IS(SCARD_PROTOCOL_T1, protocol_given(establish(), t0_or_t1));
}

CASE("connect: a card of T=1 is PROTO_MISMATCH if T=0 is wanted") {
    desk::insert_t1_card();
    GIVES(SCARD_E_PROTO_MISMATCH, connecting(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0));
}

CASE("connect: no protocol is PROTO_MISMATCH unless it is DIRECT") {
    const SCARDCONTEXT context = establish();
    GIVES(SCARD_E_PROTO_MISMATCH, connecting(context, SCARD_SHARE_SHARED, 0));
    GIVES(SCARD_E_PROTO_MISMATCH, connecting(context, SCARD_SHARE_EXCLUSIVE, 0));
    GIVES(SCARD_S_SUCCESS, connecting(context, SCARD_SHARE_DIRECT, 0));
}

CASE("connect: a protocol that does not exist is PROTO_MISMATCH") {
    GIVES(SCARD_E_PROTO_MISMATCH, connecting(establish(), SCARD_SHARE_SHARED, 0x100));
}

CASE("connect: a second handle gets the protocol that is in force") {
    switch_card_off();
    (void)connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1);
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    GIVES(SCARD_S_SUCCESS,
          SCardConnect(establish(), reader(), SCARD_SHARE_SHARED, t0_or_t1, &card, &protocol));
    IS(SCARD_PROTOCOL_T1, protocol);
}

CASE("connect: a second handle that wants another protocol is PROTO_MISMATCH") {
    switch_card_off();
    (void)connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1);
    GIVES(SCARD_E_PROTO_MISMATCH, connecting(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0));
}

CASE("connect: a refused protocol leaves the handle that is there alone") {
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1);
    make_card_remember(card);
    GIVES(SCARD_E_PROTO_MISMATCH, connecting(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0));
    HOLDS(card_remembers(card));
}

CASE("connect: a refused protocol leaves no handle behind") {
    const SCARDCONTEXT context = establish();
    GIVES(SCARD_E_PROTO_MISMATCH, connecting(context, SCARD_SHARE_SHARED, 0x100));
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT, flags(context));
    GIVES(SCARD_S_SUCCESS, connecting(context, SCARD_SHARE_EXCLUSIVE));
}

CASE("connect: the protocol of an earlier handle does not bind a later one") {
    const SCARDCONTEXT context = establish();
    switch_card_off();
    const SCARDHANDLE card = connect(context, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    GIVES(SCARD_S_SUCCESS, connecting(context, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0));
}

CASE("connect: DIRECT chooses no protocol") {
    switch_card_off();
    SCARDHANDLE card = 0;
    DWORD protocol = 7;
    GIVES(SCARD_S_SUCCESS, SCardConnect(establish(), reader(), SCARD_SHARE_DIRECT, 0, &card, &protocol));
    IS(SCARD_PROTOCOL_UNDEFINED, protocol);
}

CASE("connect: DIRECT tells the protocol in force") {
    switch_card_off();
    (void)connect(establish(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1);
    SCARDHANDLE card = 0;
    DWORD protocol = 7;
    GIVES(SCARD_S_SUCCESS, SCardConnect(establish(), reader(), SCARD_SHARE_DIRECT, 0, &card, &protocol));
    IS(SCARD_PROTOCOL_T1, protocol);
}

CASE("connect: an empty reader is NO_SMARTCARD") {
    GIVES(SCARD_E_NO_SMARTCARD, connecting_to(second_reader()));
}

CASE("connect: an empty reader is NO_SMARTCARD for EXCLUSIVE too") {
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    GIVES(SCARD_E_NO_SMARTCARD,
          SCardConnect(establish(), second_reader(), SCARD_SHARE_EXCLUSIVE, t0_or_t1, &card, &protocol));
}

CASE("connect: DIRECT needs no card") {
    SCARDHANDLE card = 0;
    DWORD protocol = 7;
    GIVES(SCARD_S_SUCCESS,
          SCardConnect(establish(), second_reader(), SCARD_SHARE_DIRECT, 0, &card, &protocol));
    IS(SCARD_PROTOCOL_UNDEFINED, protocol);
}

CASE("connect: a refusal for want of a card leaves no handle behind") {
    const SCARDCONTEXT context = establish();
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    GIVES(SCARD_E_NO_SMARTCARD,
          SCardConnect(context, second_reader(), SCARD_SHARE_SHARED, t0_or_t1, &card, &protocol));
    IS(SCARD_STATE_CHANGED | SCARD_STATE_EMPTY, flags(context, second_reader()));
}

CASE("connect: a mute card is UNPOWERED_CARD") {
    desk::insert_mute_card();
    GIVES(SCARD_W_UNPOWERED_CARD, connecting(establish()));
}

CASE("connect: DIRECT works with a mute card") {
    desk::insert_mute_card();
    GIVES(SCARD_S_SUCCESS, connecting(establish(), SCARD_SHARE_DIRECT, 0));
}

CASE("connect: an unknown reader is UNKNOWN_READER") {
    GIVES(SCARD_E_UNKNOWN_READER, connecting_to("No such reader"));
}

CASE("connect: an empty name is UNKNOWN_READER") {
    GIVES(SCARD_E_UNKNOWN_READER, connecting_to(""));
}

CASE("connect: no name is UNKNOWN_READER") {
    GIVES(SCARD_E_UNKNOWN_READER, connecting_to(nullptr));
}

CASE("connect: a name that is longer than any is INVALID_VALUE") {
    GIVES(SCARD_E_INVALID_VALUE, connecting_to(std::string(200, 'x').c_str()));
}

CASE("connect: the beginning of a name is not the name") {
    GIVES(SCARD_E_UNKNOWN_READER, connecting_to(std::string(reader(), std::strlen(reader()) - 1).c_str()));
}

CASE("connect: a share mode that does not exist is INVALID_VALUE") {
    const SCARDCONTEXT context = establish();
    GIVES(SCARD_E_INVALID_VALUE, connecting(context, 0));
    GIVES(SCARD_E_INVALID_VALUE, connecting(context, 4));
}

CASE("connect: nowhere to put the handle is INVALID_PARAMETER") {
    DWORD protocol = 0;
    GIVES(SCARD_E_INVALID_PARAMETER,
          SCardConnect(establish(), reader(), SCARD_SHARE_SHARED, t0_or_t1, nullptr, &protocol));
}

CASE("connect: nowhere to put the protocol is INVALID_PARAMETER") {
    SCARDHANDLE card = 0;
    GIVES(SCARD_E_INVALID_PARAMETER,
          SCardConnect(establish(), reader(), SCARD_SHARE_SHARED, t0_or_t1, &card, nullptr));
}

CASE("connect: a refusal leaves the handle 0") {
    SCARDHANDLE card = 5;
    DWORD protocol = 5;
    GIVES(SCARD_E_UNKNOWN_READER,
          SCardConnect(establish(), "No such reader", SCARD_SHARE_SHARED, t0_or_t1, &card, &protocol));
    IS(0, card);
}

CASE("connect: a context that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, connecting(never_given));
}

CASE("connect: one context may have many handles on one reader, all different") {
    const SCARDCONTEXT context = establish();
    std::set<SCARDHANDLE> handles;
    for (int i = 0; i < 20; ++i)
        handles.insert(connect(context));
    IS(20, handles.size());
    IS(0, handles.count(0));
}
