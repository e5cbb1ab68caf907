// SCardGetStatusChange: what ends a wait and what does not, and SCardCancel.
#include <array>
#include <chrono>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"
#include "tests/conformance/waiting.hpp"

using namespace conformance;

namespace {

/// A wait for one reader to change, without end; `state` is what it will say.
class Wait {
  public:
    explicit Wait(SCARDCONTEXT context, const char* name = reader())
        : Wait(context, asked(name, known_state(context, name))) {}
    Wait(SCARDCONTEXT context, const SCARD_READERSTATE& from)
        : state(from), call([this, context] { return SCardGetStatusChange(context, INFINITE, &state, 1); }) {}

    SCARD_READERSTATE state;
    Waiting call;
};

}  // namespace

CASE("wait: runs to its timeout if nothing happens") {
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = asked(reader(), known_state(context));
    const auto start = std::chrono::steady_clock::now();
    GIVES(SCARD_E_TIMEOUT, SCardGetStatusChange(context, 50, &state, 1));
    HOLDS(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(49));
}

CASE("wait: goes on without end if nothing happens") {
    const SCARDCONTEXT context = establish();
    const Wait wait(context);
    HOLDS(wait.call.goes_on());
}

CASE("wait: ends when the card goes") {
    Wait wait(establish());
    desk::remove_card();
    GIVES(SCARD_S_SUCCESS, wait.call.code());
    IS(SCARD_STATE_CHANGED | SCARD_STATE_EMPTY, flags_of(wait.state));
    IS(0, wait.state.cbAtr);
}

CASE("wait: ends when a card comes, with its ATR") {
    desk::remove_card();
    Wait wait(establish());
    desk::insert_card();
    GIVES(SCARD_S_SUCCESS, wait.call.code());
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT, flags_of(wait.state));
    IS(both_atr, Bytes(wait.state.rgbAtr, wait.state.rgbAtr + wait.state.cbAtr));
}

CASE("wait: ends when a card that stays mute comes") {
    desk::remove_card();
    Wait wait(establish());
    desk::insert_mute_card();
    GIVES(SCARD_S_SUCCESS, wait.call.code());
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT | SCARD_STATE_MUTE, flags_of(wait.state));
}

CASE("wait: ends for everybody who waits") {
    Wait one(establish());
    Wait two(establish());
    desk::remove_card();
    GIVES(SCARD_S_SUCCESS, one.call.code());
    GIVES(SCARD_S_SUCCESS, two.call.code());
}

CASE("wait: does not end for a card in another reader") {
    const Wait wait(establish());
    desk::insert_second_card();
    HOLDS(wait.call.goes_on());
}

CASE("wait: of several readers, ends for any") {
    const SCARDCONTEXT context = establish();
    std::array states = {asked(reader(), known_state(context)),
                         asked(second_reader(), known_state(context, second_reader()))};
    Waiting call([&] { return SCardGetStatusChange(context, INFINITE, states.data(), states.size()); });
    desk::insert_second_card();
    GIVES(SCARD_S_SUCCESS, call.code());
    IS(0, states[0].dwEventState & SCARD_STATE_CHANGED);
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT, flags_of(states[1]));
}

CASE("wait: ends when a reader comes into use") {
    Wait wait(establish());
    (void)connect(establish());
    HOLDS(wait.call.over_within(long_enough));
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT | SCARD_STATE_INUSE, flags_of(wait.state));
}

CASE("wait: ends when a reader comes into exclusive use") {
    Wait wait(establish());
    (void)connect(establish(), SCARD_SHARE_EXCLUSIVE);
    HOLDS(wait.call.over_within(long_enough));
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT | SCARD_STATE_EXCLUSIVE, flags_of(wait.state));
}

CASE("wait: ends when a reader in use becomes free") {
    const SCARDHANDLE card = connect(establish());
    Wait wait(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    HOLDS(wait.call.over_within(long_enough));
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT, flags_of(wait.state));
}

CASE("wait: ends when a reader in exclusive use becomes free") {
    const SCARDHANDLE card = connect(establish(), SCARD_SHARE_EXCLUSIVE);
    Wait wait(establish());
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_LEAVE_CARD));
    HOLDS(wait.call.over_within(long_enough));
    IS(SCARD_STATE_CHANGED | SCARD_STATE_PRESENT, flags_of(wait.state));
}

CASE("wait: does not end for a second use of a reader in use") {
    (void)connect(establish());
    const Wait wait(establish());
    (void)connect(establish());
    HOLDS(wait.call.goes_on());
}

CASE("wait: does not end for a reset") {
    const SCARDHANDLE card = connect(establish());
    const Wait wait(establish());
    GIVES(SCARD_S_SUCCESS, reconnecting(card, SCARD_SHARE_SHARED, t0_or_t1, SCARD_RESET_CARD));
    HOLDS(wait.call.goes_on());
}

CASE("wait: does not end for a transaction") {
    const SCARDHANDLE card = connect(establish());
    const Wait wait(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    HOLDS(wait.call.goes_on());
}

CASE("wait: another thread of the context may work meanwhile") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context);
    const Wait wait(context);
    Waiting work([card] { return transmitting(card); });
    HOLDS(work.over_within(long_enough));
    GIVES(SCARD_S_SUCCESS, work.code());
}

CASE("cancel: ends a wait of another thread") {
    const SCARDCONTEXT context = establish();
    Wait wait(context);
    cancel(context, wait.call);
    GIVES(SCARD_E_CANCELLED, wait.call.code());
}

CASE("cancel: ends a wait for the list of readers") {
    const SCARDCONTEXT context = establish();
    Wait wait(context, asked(pnp));
    cancel(context, wait.call);
    GIVES(SCARD_E_CANCELLED, wait.call.code());
}

CASE("cancel: leaves the waits of other contexts alone") {
    const SCARDCONTEXT context = establish();
    Wait cancelled(context);
    const Wait other(establish());
    cancel(context, cancelled.call);
    HOLDS(other.call.goes_on());
}

CASE("cancel: before the wait it is lost") {
    const SCARDCONTEXT context = establish();
    GIVES(SCARD_S_SUCCESS, SCardCancel(context));
    SCARD_READERSTATE state = asked(reader(), known_state(context));
    GIVES(SCARD_E_TIMEOUT, SCardGetStatusChange(context, 30, &state, 1));
}

CASE("cancel: after the wait it is lost") {
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = asked(reader(), known_state(context));
    GIVES(SCARD_E_TIMEOUT, SCardGetStatusChange(context, 5, &state, 1));
    GIVES(SCARD_S_SUCCESS, SCardCancel(context));
    GIVES(SCARD_E_TIMEOUT, SCardGetStatusChange(context, 30, &state, 1));
}

CASE("cancel: a context can wait again after it") {
    const SCARDCONTEXT context = establish();
    Wait first(context);
    cancel(context, first.call);
    GIVES(SCARD_E_CANCELLED, first.call.code());
    Wait second(context);
    HOLDS(second.call.goes_on());
    cancel(context, second.call);
    GIVES(SCARD_E_CANCELLED, second.call.code());
}

CASE("cancel: a context is as good as before after it") {
    const SCARDCONTEXT context = establish();
    Wait wait(context);
    cancel(context, wait.call);
    GIVES(SCARD_E_CANCELLED, wait.call.code());
    IS(2, list_readers(context).size());
    GIVES(SCARD_S_SUCCESS, transmitting(connect(context)));
}

CASE("cancel: a context that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, SCardCancel(never_given));
}

CASE("cancel: does not touch handles and transactions") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context);
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    Wait wait(context);
    cancel(context, wait.call);
    GIVES(SCARD_S_SUCCESS, transmitting(card));
    GIVES(SCARD_S_SUCCESS, SCardEndTransaction(card, SCARD_LEAVE_CARD));
}
