// SCardGetStatusChange: what it says at once.
#include <array>

#include "tests/conformance/case.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/stage.hpp"

using namespace conformance;

namespace {

SCARD_READERSTATE look(SCARDCONTEXT context, const char* name = reader(), DWORD known = SCARD_STATE_UNAWARE) {
    SCARD_READERSTATE state = asked(name, known);
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(context, 0, &state, 1));
    return state;
}

LONG looking(SCARDCONTEXT context, const char* name, DWORD known) {
    SCARD_READERSTATE state = asked(name, known);
    return SCardGetStatusChange(context, 0, &state, 1);
}

constexpr DWORD changed = SCARD_STATE_CHANGED;

}  // namespace

CASE("states: a card is told at once to the unaware, with its ATR") {
    const SCARD_READERSTATE state = look(establish());
    IS(changed | SCARD_STATE_PRESENT, flags_of(state));
    IS(both_atr, Bytes(state.rgbAtr, state.rgbAtr + state.cbAtr));
}

CASE("states: an empty reader is told at once to the unaware, with no ATR") {
    const SCARD_READERSTATE state = look(establish(), second_reader());
    IS(changed | SCARD_STATE_EMPTY, flags_of(state));
    IS(0, state.cbAtr);
}

CASE("states: a mute card is told as present and mute") {
    desk::insert_mute_card();
    const SCARD_READERSTATE state = look(establish());
    IS(changed | SCARD_STATE_PRESENT | SCARD_STATE_MUTE, flags_of(state));
    IS(0, state.cbAtr);
}

CASE("states: a reader in use is INUSE") {
    const SCARDCONTEXT context = establish();
    (void)connect(establish());
    IS(changed | SCARD_STATE_PRESENT | SCARD_STATE_INUSE, flags(context));
}

CASE("states: a reader in use by the caller is INUSE too") {
    const SCARDCONTEXT context = establish();
    (void)connect(context);
    IS(changed | SCARD_STATE_PRESENT | SCARD_STATE_INUSE, flags(context));
}

CASE("states: a reader used exclusively is EXCLUSIVE, not INUSE") {
    (void)connect(establish(), SCARD_SHARE_EXCLUSIVE);
    IS(changed | SCARD_STATE_PRESENT | SCARD_STATE_EXCLUSIVE, flags(establish()));
}

CASE("states: a reader used in DIRECT mode is INUSE") {
    (void)connect(establish(), SCARD_SHARE_DIRECT, 0);
    IS(changed | SCARD_STATE_PRESENT | SCARD_STATE_INUSE, flags(establish()));
}

CASE("states: a reader is free when its last handle has gone") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE one = connect(context);
    const SCARDHANDLE two = connect(context);
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(one, SCARD_LEAVE_CARD));
    IS(changed | SCARD_STATE_PRESENT | SCARD_STATE_INUSE, flags(context));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(two, SCARD_LEAVE_CARD));
    IS(changed | SCARD_STATE_PRESENT, flags(context));
}

CASE("states: a card whose power was taken is present, with its ATR") {
    switch_card_off();
    const SCARD_READERSTATE state = look(establish());
    IS(changed | SCARD_STATE_PRESENT, flags_of(state));
    IS(both_atr, Bytes(state.rgbAtr, state.rgbAtr + state.cbAtr));
}

CASE("states: what is known is TIMEOUT") {
    const SCARDCONTEXT context = establish();
    GIVES(SCARD_E_TIMEOUT, looking(context, reader(), known_state(context)));
}

CASE("states: what is known is told again with TIMEOUT, without CHANGED") {
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = asked(reader(), known_state(context));
    GIVES(SCARD_E_TIMEOUT, SCardGetStatusChange(context, 0, &state, 1));
    IS(state.dwCurrentState, state.dwEventState);
}

CASE("states: the belief in a card that is not there is CHANGED") {
    IS(changed | SCARD_STATE_EMPTY, flags_of(look(establish(), second_reader(), SCARD_STATE_PRESENT)));
}

CASE("states: the belief in an empty reader that has a card is CHANGED") {
    IS(changed | SCARD_STATE_PRESENT, flags_of(look(establish(), reader(), SCARD_STATE_EMPTY)));
}

CASE("states: the belief in a use that is over is CHANGED") {
    IS(changed | SCARD_STATE_PRESENT,
       flags_of(look(establish(), reader(), SCARD_STATE_PRESENT | SCARD_STATE_INUSE)));
}

CASE("states: the belief in an exclusive use that is over is CHANGED") {
    IS(changed | SCARD_STATE_PRESENT,
       flags_of(look(establish(), reader(), SCARD_STATE_PRESENT | SCARD_STATE_EXCLUSIVE)));
}

CASE("states: the belief in a free reader that is used is no reason to return") {
    const SCARDCONTEXT context = establish();
    (void)connect(context);
    GIVES(SCARD_E_TIMEOUT, looking(context, reader(), SCARD_STATE_PRESENT));
}

CASE("states: the belief in a mute card that answers is CHANGED") {
    IS(changed | SCARD_STATE_PRESENT,
       flags_of(look(establish(), reader(), SCARD_STATE_PRESENT | SCARD_STATE_MUTE)));
}

CASE("states: a mute card is CHANGED for who believes it answers") {
    desk::insert_mute_card();
    IS(changed | SCARD_STATE_PRESENT | SCARD_STATE_MUTE,
       flags_of(look(establish(), reader(), SCARD_STATE_PRESENT)));
}

CASE("states: a count that is not named is not compared") {
    const SCARDCONTEXT context = establish();
    desk::remove_card();
    desk::insert_card();
    GIVES(SCARD_E_TIMEOUT, looking(context, reader(), SCARD_STATE_PRESENT));
}

CASE("states: another count than the one named is CHANGED") {
    const SCARDCONTEXT context = establish();
    const DWORD count = known_state(context) >> 16U;
    const DWORD other = (count + 5) << 16U;
    IS(changed | SCARD_STATE_PRESENT, flags_of(look(context, reader(), other | SCARD_STATE_PRESENT)));
}

CASE("states: the count goes up by one for each insertion and each removal") {
    const SCARDCONTEXT context = establish();
    const DWORD before = count_of(look(context));
    desk::remove_card();
    IS(before + 1, count_of(look(context)));
    desk::insert_card();
    IS(before + 2, count_of(look(context)));
}

CASE("states: the count does not move with connections, resets and transactions") {
    const SCARDCONTEXT context = establish();
    const DWORD before = count_of(look(context));
    const SCARDHANDLE card = connect(context);
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    GIVES(SCARD_S_SUCCESS, SCardEndTransaction(card, SCARD_RESET_CARD));
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(card, SCARD_UNPOWER_CARD));
    IS(before, count_of(look(context)));
}

CASE("states: with none but ignored readers it is SUCCESS at once, and nothing is said of them") {
    SCARD_READERSTATE state = asked(reader(), SCARD_STATE_IGNORE);
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(establish(), INFINITE, &state, 1));
    IS(0, state.dwEventState & SCARD_STATE_PRESENT);
}

CASE("states: an ignored reader beside one that is not") {
    std::array states = {asked(second_reader(), SCARD_STATE_IGNORE), asked(reader())};
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(establish(), 0, states.data(), states.size()));
    IS(0, states[0].dwEventState & SCARD_STATE_EMPTY);
    IS(changed | SCARD_STATE_PRESENT, flags_of(states[1]));
}

CASE("states: several readers are told in one call") {
    std::array states = {asked(reader()), asked(second_reader())};
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(establish(), 0, states.data(), states.size()));
    IS(changed | SCARD_STATE_PRESENT, flags_of(states[0]));
    IS(changed | SCARD_STATE_EMPTY, flags_of(states[1]));
}

CASE("states: of several readers only the one that differs is CHANGED") {
    const SCARDCONTEXT context = establish();
    std::array states = {asked(reader(), known_state(context)), asked(second_reader())};
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(context, 0, states.data(), states.size()));
    IS(SCARD_STATE_PRESENT, flags_of(states[0]));
    IS(changed | SCARD_STATE_EMPTY, flags_of(states[1]));
}

CASE("states: one reader may be asked for twice") {
    std::array states = {asked(reader()), asked(reader(), SCARD_STATE_EMPTY)};
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(establish(), 0, states.data(), states.size()));
    IS(changed | SCARD_STATE_PRESENT, flags_of(states[0]));
    IS(changed | SCARD_STATE_PRESENT, flags_of(states[1]));
}

CASE("states: an unknown reader is UNKNOWN_READER") {
    GIVES(SCARD_E_UNKNOWN_READER, looking(establish(), "No such reader", SCARD_STATE_UNAWARE));
}

CASE("states: an unknown reader among known ones is UNKNOWN_READER") {
    std::array states = {asked(reader()), asked("No such reader")};
    GIVES(SCARD_E_UNKNOWN_READER, SCardGetStatusChange(establish(), 0, states.data(), states.size()));
}

CASE("states: an unknown reader that is ignored does not matter") {
    std::array states = {asked(reader()), asked("No such reader", SCARD_STATE_IGNORE)};
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(establish(), 0, states.data(), states.size()));
}

CASE("states: a reader without a name is INVALID_VALUE") {
    GIVES(SCARD_E_INVALID_VALUE, looking(establish(), nullptr, SCARD_STATE_UNAWARE));
}

CASE("states: nowhere to put them is INVALID_PARAMETER") {
    GIVES(SCARD_E_INVALID_PARAMETER, SCardGetStatusChange(establish(), 0, nullptr, 1));
}

CASE("states: no readers at all is SUCCESS") {
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(establish(), 0, nullptr, 0));
}

CASE("states: a context that never was is INVALID_HANDLE") {
    GIVES(SCARD_E_INVALID_HANDLE, looking(never_given, reader(), SCARD_STATE_UNAWARE));
}

CASE("states: the program's own data are left alone") {
    int mine = 0;
    SCARD_READERSTATE state = asked(reader());
    state.pvUserData = &mine;
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(establish(), 0, &state, 1));
    HOLDS(state.pvUserData == &mine);
    IS(SCARD_STATE_UNAWARE, state.dwCurrentState);
}

CASE("states: the list of readers is known to the unaware, and TIMEOUT") {
    GIVES(SCARD_E_TIMEOUT, looking(establish(), pnp, SCARD_STATE_UNAWARE));
}

CASE("states: the list of readers beside a reader says what is new of the reader") {
    std::array states = {asked(pnp), asked(reader())};
    GIVES(SCARD_S_SUCCESS, SCardGetStatusChange(establish(), 0, states.data(), states.size()));
    IS(0, states[0].dwEventState & changed);
    IS(changed | SCARD_STATE_PRESENT, flags_of(states[1]));
}
