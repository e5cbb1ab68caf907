// Readers that come and go. "(readers)": for a desk that can move them.
#include <array>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"
#include "tests/conformance/waiting.hpp"

using namespace conformance;

namespace {

DWORD list_count(SCARDCONTEXT context) {
    std::array states = {asked(pnp), asked(reader())};
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(context, 0, states.data(), states.size()));
    return count_of(states[0]);
}

}  // namespace

CASE("readers: a new one is listed behind the others (readers)") {
    desk::plug_another_reader();
    const auto names = list_readers(establish());
    IS(std::string(reader()), names[0]);
    IS(3, names.size());
}

CASE("readers: one that has gone is listed no more (readers)") {
    desk::plug_another_reader();
    desk::unplug_another_reader();
    IS(2, list_readers(establish()).size());
}

CASE("readers: none at all is NO_READERS_AVAILABLE (readers)") {
    desk::unplug_the_reader();
    DWORD length = 7;
    GIVES(SCARD_E_NO_READERS_AVAILABLE, SCardListReaders(establish(), nullptr, nullptr, &length));
}

CASE("readers: connecting to one that has gone is UNKNOWN_READER (readers)") {
    desk::unplug_the_reader();
    GIVES(SCARD_E_UNKNOWN_READER, connecting(establish()));
}

CASE("readers: a handle on one that has gone is READER_UNAVAILABLE (readers)") {
    const SCARDHANDLE card = connect(establish());
    desk::unplug_the_reader();
    GIVES(SCARD_E_READER_UNAVAILABLE, status_of(card));
    GIVES(SCARD_E_READER_UNAVAILABLE, transmitting(card));
    GIVES(SCARD_E_READER_UNAVAILABLE, SCardBeginTransaction(card));
    GIVES(SCARD_E_READER_UNAVAILABLE, reconnecting(card));
}

CASE("readers: a handle on one that has gone can be disconnected (readers)") {
    const SCARDHANDLE card = connect(establish());
    desk::unplug_the_reader();
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_RESET_CARD));
}

CASE("readers: a handle does not come back with its reader (readers)") {
    const SCARDHANDLE card = connect(establish());
    desk::unplug_the_reader();
    desk::plug_the_reader();
    GIVES(SCARD_E_READER_UNAVAILABLE, status_of(card));
}

CASE("readers: a waiter for a transaction is told that its reader has gone (readers)") {
    const SCARDHANDLE waiter = connect(establish());
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(connect(establish())));
    Waiting call([waiter] { return SCardBeginTransaction(waiter); });
    desk::unplug_the_reader();
    GIVES(SCARD_E_READER_UNAVAILABLE, call.code());
}

CASE("readers: a connect that waits is told that its reader has gone (readers)") {
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(connect(establish())));
    const SCARDCONTEXT context = establish();
    Waiting call([context] { return connecting(context); });
    desk::unplug_the_reader();
    GIVES(SCARD_E_READER_UNAVAILABLE, call.code());
}

CASE("readers: a wait for one that goes ends with UNKNOWN and UNAVAILABLE (readers)") {
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = asked(reader(), known_state(context));
    Waiting call([&] { return SCardGetStatusChange(context, INFINITE, &state, 1); });
    desk::unplug_the_reader();
    GIVES(SCARD_S_SUCCESS, call.code());
    IS(SCARD_STATE_CHANGED | SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE, flags_of(state));
}

CASE("readers: a wait for the list ends when one comes (readers)") {
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = asked(pnp);
    Waiting call([&] { return SCardGetStatusChange(context, INFINITE, &state, 1); });
    desk::plug_another_reader();
    GIVES(SCARD_S_SUCCESS, call.code());
    HOLDS((state.dwEventState & SCARD_STATE_CHANGED) != 0);
}

CASE("readers: a wait for the list ends when one goes (readers)") {
    desk::plug_another_reader();
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = asked(pnp);
    Waiting call([&] { return SCardGetStatusChange(context, INFINITE, &state, 1); });
    desk::unplug_another_reader();
    GIVES(SCARD_S_SUCCESS, call.code());
    HOLDS((state.dwEventState & SCARD_STATE_CHANGED) != 0);
}

CASE("readers: a wait for the list does not end for a card") {
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = asked(pnp);
    const Waiting call([&] { return SCardGetStatusChange(context, INFINITE, &state, 1); });
    desk::remove_card();
    HOLDS(call.goes_on());
}

CASE("readers: a wait for a reader does not end when another comes (readers)") {
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = asked(reader(), known_state(context));
    const Waiting call([&] { return SCardGetStatusChange(context, INFINITE, &state, 1); });
    desk::plug_another_reader();
    HOLDS(call.goes_on());
}

CASE("readers: the list counts arrivals and departures in the upper half (readers)") {
    const SCARDCONTEXT context = establish();
    const DWORD before = list_count(context);
    desk::plug_another_reader();
    IS(before + 1, list_count(context));
    desk::unplug_another_reader();
    IS(before + 2, list_count(context));
}

CASE("readers: a list whose count is not the one named is CHANGED (readers)") {
    const SCARDCONTEXT context = establish();
    const DWORD before = list_count(context);
    desk::plug_another_reader();
    SCARD_READERSTATE state = asked(pnp, before << 16U);
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(context, 0, &state, 1));
    HOLDS((state.dwEventState & SCARD_STATE_CHANGED) != 0);
    IS(before + 1, count_of(state));
}

CASE("readers: one that comes back counts its cards anew (readers)") {
    const SCARDCONTEXT context = establish();
    desk::remove_card();
    desk::insert_card();
    desk::unplug_the_reader();
    desk::plug_the_reader();
    IS(0, known_state(context) >> 16U);
}
