// Programs that are killed, in every state: what the others notice of it.
#include "tests/conformance/case.hpp"
#include "tests/conformance/puppet.hpp"
#include "tests/conformance/stage.hpp"
#include "tests/conformance/waiting.hpp"

using namespace conformance;

namespace {

constexpr const char* connect_shared = "connect 2 3";
constexpr const char* connect_exclusive = "connect 1 3";

/// Until the daemon has noticed that nobody uses the reader any more.
void await_free(SCARDCONTEXT context) {
    while (flags(context) != (SCARD_STATE_CHANGED | SCARD_STATE_PRESENT))
        (void)SCardGetStatusChange(context, 1, nullptr, 0);
}

}  // namespace

CASE("death: frees a reader that was used exclusively") {
    Puppet puppet;
    GIVES(SCARD_S_SUCCESS, puppet.does(connect_exclusive));
    const SCARDCONTEXT context = establish();
    GIVES(SCARD_E_SHARING_VIOLATION, connecting(context));
    puppet.die();
    await_free(context);
    GIVES(SCARD_S_SUCCESS, connecting(context));
}

CASE("death: of a sharer leaves the card") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect(context);
    make_card_remember(card);
    Puppet puppet;
    GIVES(SCARD_S_SUCCESS, puppet.does(connect_shared));
    puppet.die();
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
    HOLDS(card_remembers(card));
}

CASE("death: in a transaction ends it and resets the card") {
    const SCARDHANDLE card = connect(establish());
    Puppet puppet;
    GIVES(SCARD_S_SUCCESS, puppet.does(connect_shared));
    GIVES(SCARD_S_SUCCESS, puppet.does("begin"));
    puppet.die();
    while (status_of(card) == SCARD_S_SUCCESS || status_of(card) == SCARD_E_SHARING_VIOLATION)
        continue;
    GIVES(SCARD_W_RESET_CARD, status_of(card));
    GIVES(SCARD_S_SUCCESS, reconnecting(card));
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(card));
}

CASE("death: in a nested transaction ends all of it") {
    const SCARDCONTEXT context = establish();
    Puppet puppet;
    GIVES(SCARD_S_SUCCESS, puppet.does(connect_shared));
    GIVES(SCARD_S_SUCCESS, puppet.does("begin"));
    GIVES(SCARD_S_SUCCESS, puppet.does("begin"));
    puppet.die();
    const SCARDHANDLE card = connect(context);
    // Who connects before the death is noticed is told of the reset that it brings.
    while (SCardBeginTransaction(card) != SCARD_S_SUCCESS)
        GIVES(SCARD_S_SUCCESS, reconnecting(card));
}

CASE("death: of the holder gives a waiting program its turn") {
    Puppet holder;
    Puppet waiter;
    GIVES(SCARD_S_SUCCESS, holder.does(connect_shared));
    GIVES(SCARD_S_SUCCESS, waiter.does(connect_shared));
    GIVES(SCARD_S_SUCCESS, holder.does("begin"));
    waiter.begins_to("begin");
    HOLDS(waiter.goes_on());
    holder.die();
    const LONG code = waiter.code();
    HOLDS(code == SCARD_S_SUCCESS || code == SCARD_W_RESET_CARD);
}

CASE("death: of the holder lets a waiting connect in") {
    Puppet holder;
    Puppet waiter;
    GIVES(SCARD_S_SUCCESS, holder.does(connect_shared));
    GIVES(SCARD_S_SUCCESS, holder.does("begin"));
    waiter.begins_to(connect_shared);
    HOLDS(waiter.goes_on());
    holder.die();
    GIVES(SCARD_S_SUCCESS, waiter.code());
}

CASE("death: of one who waits for a transaction takes it out of the line") {
    Puppet holder;
    Puppet waiter;
    Puppet next;
    for (Puppet* puppet : {&holder, &waiter, &next})
        GIVES(SCARD_S_SUCCESS, puppet->does(connect_shared));
    GIVES(SCARD_S_SUCCESS, holder.does("begin"));
    waiter.begins_to("begin");
    next.begins_to("begin");
    waiter.die();
    HOLDS(next.goes_on());
    GIVES(SCARD_S_SUCCESS, holder.does("end 0"));
    GIVES(SCARD_S_SUCCESS, next.code());
}

CASE("death: of one who waits to connect leaves no handle behind") {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE holder = connect(context);
    GIVES(SCARD_S_SUCCESS, SCardBeginTransaction(holder));
    Puppet waiter;
    waiter.begins_to(connect_shared);
    waiter.die();
    GIVES(SCARD_S_SUCCESS, SCardDisconnect(holder, SCARD_LEAVE_CARD));
    await_free(context);
    GIVES(SCARD_S_SUCCESS, connecting(context, SCARD_SHARE_EXCLUSIVE));
}

CASE("death: of one who waits for a card does not matter to others who wait") {
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = asked(reader(), known_state(context));
    const Waiting call([&] { return SCardGetStatusChange(context, INFINITE, &state, 1); });
    Puppet waiter;
    waiter.begins_to("wait");
    waiter.die();
    HOLDS(call.goes_on());
    cancel(context, call);
}

CASE("turns: programs get transactions whether or not they wait at the same time") {
    Puppet one;
    Puppet two;
    GIVES(SCARD_S_SUCCESS, one.does(connect_shared));
    GIVES(SCARD_S_SUCCESS, two.does(connect_shared));
    for (int i = 0; i < 3; ++i) {
        GIVES(SCARD_S_SUCCESS, one.does("begin"));
        two.begins_to("begin");
        GIVES(SCARD_S_SUCCESS, one.does("transmit"));
        GIVES(SCARD_S_SUCCESS, one.does("end 0"));
        GIVES(SCARD_S_SUCCESS, two.code());
        GIVES(SCARD_S_SUCCESS, two.does("transmit"));
        GIVES(SCARD_S_SUCCESS, two.does("end 0"));
    }
}
