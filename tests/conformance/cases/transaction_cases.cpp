// SCardBeginTransaction and SCardEndTransaction: being alone for a while.
#include <reader.h>

#include <array>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"
#include "tests/conformance/waiting.hpp"

using namespace conformance;

namespace {

constexpr DWORD unknown_attribute = 0x00FF00FF;

void begin(SCARDHANDLE card) {
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
}

LONG ending(SCARDHANDLE card, DWORD disposition = SCARD_LEAVE_CARD) {
    return SCardEndTransaction(card, disposition);
}

void end(SCARDHANDLE card) {
    GIVES(SCARD_S_SUCCESS, ending(card));
}

/// A call on the second handle waits until the first handle's transaction ends, and then succeeds.
void waits_for_the_end(const std::function<LONG(SCARDHANDLE)>& called_upon) {
    const SCARDHANDLE holder = connect(establish());
    const SCARDHANDLE other = connect(establish());
    begin(holder);
    Waiting call([&] { return called_upon(other); });
    HOLDS(call.goes_on());
    GIVES(SCARD_S_SUCCESS, transmitting(holder));
    end(holder);
    GIVES(SCARD_S_SUCCESS, call.code());
}

}  // namespace

CASE("transaction: begins and ends") {
    const SCARDHANDLE card = connect(establish());
    begin(card);
    GIVES(SCARD_S_SUCCESS, transmitting(card));
    end(card);
}

CASE("transaction: an end without a beginning is NOT_TRANSACTED") {
    GIVES(SCARD_E_NOT_TRANSACTED, ending(connect(establish())));
}

CASE("transaction: an end too many is NOT_TRANSACTED") {
    const SCARDHANDLE card = connect(establish());
    begin(card);
    end(card);
    GIVES(SCARD_E_NOT_TRANSACTED, ending(card));
}

CASE("transaction: three beginnings need three ends") {
    const SCARDHANDLE card = connect(establish());
    const SCARDHANDLE others = connect(establish());
    for (int i = 0; i < 3; ++i)
        begin(card);
    end(card);
    end(card);
    Waiting call([others] { return SCardBeginTransaction(others); });
    HOLDS(call.goes_on());
    end(card);
    GIVES(SCARD_S_SUCCESS, call.code());
}

CASE("transaction: a second beginning waits for the end") {
    waits_for_the_end([](SCARDHANDLE card) { return SCardBeginTransaction(card); });
}

CASE("transaction: another's transmit waits for the end") {
    waits_for_the_end(transmitting);
}

CASE("transaction: another's status waits for the end") {
    waits_for_the_end(status_of);
}

CASE("transaction: another's reconnect waits for the end") {
    waits_for_the_end([](SCARDHANDLE card) { return reconnecting(card); });
}

CASE("transaction: another's connect waits for the end") {
    const SCARDHANDLE holder = connect(establish());
    const SCARDCONTEXT context = establish();
    begin(holder);
    Waiting call([context] { return connecting(context); });
    HOLDS(call.goes_on());
    end(holder);
    GIVES(SCARD_S_SUCCESS, call.code());
}

CASE("transaction: another's EXCLUSIVE connect does not get in") {
    const SCARDHANDLE holder = connect(establish());
    const SCARDCONTEXT context = establish();
    begin(holder);
    Waiting call([context] { return connecting(context, SCARD_SHARE_EXCLUSIVE); });
    (void)call.goes_on();
    end(holder);
    GIVES(SCARD_E_SHARING_VIOLATION, call.code());
}

CASE("transaction: a listing of readers does not wait for the end") {
    begin(connect(establish()));
    IS(2, list_readers(establish()).size());
}

CASE("transaction: a look at the readers' states does not wait for the end") {
    begin(connect(establish()));
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT | SCARD_STATE_INUSE, flags(establish()));
}

CASE("transaction: another's end is NOT_TRANSACTED") {
    const SCARDHANDLE others = connect(establish());
    begin(connect(establish()));
    Waiting call([others] { return ending(others); });
    HOLDS(call.over_within(long_enough));
    GIVES(SCARD_E_NOT_TRANSACTED, call.code());
}

CASE("transaction: another's end with a reset is SHARING_VIOLATION") {
    const SCARDHANDLE others = connect(establish());
    begin(connect(establish()));
    Waiting call([others] { return ending(others, SCARD_RESET_CARD); });
    HOLDS(call.over_within(long_enough));
    GIVES(SCARD_E_SHARING_VIOLATION, call.code());
}

CASE("transaction: another's attribute waits for the end") {
    waits_for_the_end([](SCARDHANDLE card) {
        std::array<BYTE, 64> value{};
        DWORD length = value.size();
        const LONG code = SCardGetAttrib(card, unknown_attribute, value.data(), &length);
        return code == SCARD_E_UNSUPPORTED_FEATURE ? SCARD_S_SUCCESS : code;
    });
}

CASE("transaction: another's control waits for the end") {
    waits_for_the_end([](SCARDHANDLE card) {
        DWORD length = 0;
        const LONG code = SCardControl(card, SCARD_CTL_CODE(3999), nullptr, 0, nullptr, 0, &length);
        return code == SCARD_E_UNSUPPORTED_FEATURE ? SCARD_S_SUCCESS : code;
    });
}

CASE("transaction: whoever waits gets its turn though the card was reset at the end, and is told then") {
    const SCARDHANDLE holder = connect(establish());
    const SCARDHANDLE waiter = connect(establish());
    begin(holder);
    Waiting call([waiter] { return SCardBeginTransaction(waiter); });
    GIVES(SCARD_S_SUCCESS, ending(holder, SCARD_RESET_CARD));
    GIVES(SCARD_S_SUCCESS, call.code());
    GIVES(SCARD_W_RESET_CARD, status_of(waiter));
}

CASE("transaction: whoever waits gets its turn though the holder's release reset the card") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE waiter = connect(establish());
    begin(connect(context));
    Waiting call([waiter] { return SCardBeginTransaction(waiter); });
    GIVES(SCARD_S_SUCCESS, SCardReleaseContext(context));
    GIVES(SCARD_S_SUCCESS, call.code());
}

CASE("transaction: other readers are not concerned") {
    begin(connect(establish()));
    const SCARDHANDLE card = connect_to_empty_reader(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
}

CASE("transaction: LEAVE at its end leaves the card") {
    const SCARDHANDLE card = connect(establish());
    begin(card);
    make_card_remember(card);
    end(card);
    HOLDS(card_remembers(card));
}

CASE("transaction: RESET at its end resets the card and is told to everybody") {
    const SCARDHANDLE mine = connect(establish());
    const SCARDHANDLE others = connect(establish());
    begin(mine);
    make_card_remember(mine);
    GIVES(SCARD_S_SUCCESS, ending(mine, SCARD_RESET_CARD));
    GIVES(SCARD_W_RESET_CARD, status_of(mine));
    GIVES(SCARD_W_RESET_CARD, status_of(others));
    GIVES(SCARD_S_SUCCESS, reconnecting(others));
    HOLDS(!card_remembers(others));
}

CASE("transaction: UNPOWER at its end takes the card's power and is told to everybody") {
    const SCARDHANDLE mine = connect(establish());
    const SCARDHANDLE others = connect(establish());
    begin(mine);
    make_card_remember(mine);
    GIVES(SCARD_S_SUCCESS, ending(mine, SCARD_UNPOWER_CARD));
    GIVES(SCARD_W_RESET_CARD, status_of(mine));
    GIVES(SCARD_W_RESET_CARD, status_of(others));
    GIVES(SCARD_S_SUCCESS, reconnecting(others));
    HOLDS(!card_remembers(others));
}

CASE("transaction: EJECT at its end is told to everybody") {
    const SCARDHANDLE mine = connect(establish());
    const SCARDHANDLE others = connect(establish());
    begin(mine);
    GIVES(SCARD_S_SUCCESS, ending(mine, SCARD_EJECT_CARD));
    GIVES(SCARD_W_RESET_CARD, status_of(mine));
    GIVES(SCARD_W_RESET_CARD, status_of(others));
}

CASE("transaction: a disposition that does not exist is INVALID_VALUE") {
    const SCARDHANDLE card = connect(establish());
    begin(card);
    GIVES(SCARD_E_INVALID_VALUE, ending(card, 7));
    end(card);
}

CASE("transaction: a reset at the end of an inner one does not end the outer one") {
    const SCARDHANDLE mine = connect(establish());
    const SCARDCONTEXT other = establish();
    begin(mine);
    begin(mine);
    GIVES(SCARD_S_SUCCESS, ending(mine, SCARD_RESET_CARD));
    const Waiting call([other] { return connecting(other); });
    HOLDS(call.goes_on());
}

CASE("transaction: does not begin after a reset by another until reconnected") {
    const SCARDHANDLE mine = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(connect(establish()), SCARD_RESET_CARD));
    GIVES(SCARD_W_RESET_CARD, SCardBeginTransaction(mine));
    GIVES(SCARD_S_SUCCESS, reconnecting(mine));
    begin(mine);
}

CASE("transaction: a handle that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, SCardBeginTransaction(never_given));
    GIVES(SCARD_E_INVALID_HANDLE, ending(never_given));
}

CASE("transaction: DIRECT at an empty reader may have one") {
    const SCARDHANDLE card = connect_to_empty_reader(establish());
    begin(card);
    end(card);
}

CASE("transaction: two handles of one context keep each other out") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE first = connect(context);
    const SCARDHANDLE second = connect(context);
    begin(first);
    Waiting call([second] { return SCardBeginTransaction(second); });
    HOLDS(call.goes_on());
    GIVES(SCARD_S_SUCCESS, transmitting(first));
    end(first);
    GIVES(SCARD_S_SUCCESS, call.code());
}

CASE("transaction: one waiting for it does not stop the context's other calls") {
    const SCARDHANDLE holder = connect(establish());
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE waiter = connect(context);
    begin(holder);
    const Waiting call([waiter] { return SCardBeginTransaction(waiter); });
    Waiting look([context] { return list_readers(context).size() == 2 ? SCARD_S_SUCCESS : -1; });
    HOLDS(look.over_within(long_enough));
    end(holder);
}

CASE("transaction: whoever waits gets its turn though the card has gone, and is told then") {
    const SCARDHANDLE holder = connect(establish());
    const SCARDHANDLE waiter = connect(establish());
    begin(holder);
    Waiting call([waiter] { return SCardBeginTransaction(waiter); });
    desk::remove_card();
    GIVES(SCARD_W_REMOVED_CARD, transmitting(holder));
    GIVES(SCARD_W_REMOVED_CARD, ending(holder));
    GIVES(SCARD_S_SUCCESS, call.code());
    GIVES(SCARD_W_REMOVED_CARD, status_of(waiter));
}
