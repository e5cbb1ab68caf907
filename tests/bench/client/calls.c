/* One client, one call again and again: how long it takes, and what both ends use for it. */
#include <string.h>
#include <unistd.h>

#include "tests/bench/client/bench.h"

static struct {
    SCARDCONTEXT context;
    SCARDHANDLE card;
    struct reader_list readers;
    SCARD_READERSTATE states[max_readers];
    DWORD count, size;
    BYTE command[max_command];
} client;

static void no_preparation(void) {}

static void with_context(void) {
    client.context = establish();
    client.readers = readers_of(client.context);
}

static void with_card(void) {
    with_context();
    client.card = connect_card(client.context, chosen(&client.readers));
}

static void with_command(void) {
    with_card();
    client.size = echo_command(client.command, (DWORD)number_option("size", 5));
}

static void with_states(void) {
    with_context();
    for (const char* name = client.readers.names; *name; name += strlen(name) + 1) {
        client.states[client.count++].szReader = name;
    }
}

static void with_known_state(void) {
    with_context();
    client.count = 1;
    client.states[0].szReader = chosen(&client.readers);
    must("SCardGetStatusChange", SCardGetStatusChange(client.context, 0, client.states, 1));
    client.states[0].dwCurrentState = client.states[0].dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
}

static void call_transmit(void) {
    transmit(client.card, client.command, client.size);
}

static void call_establish(void) {
    must("SCardReleaseContext", SCardReleaseContext(establish()));
}

static void call_connect(void) {
    must("SCardDisconnect",
         SCardDisconnect(connect_card(client.context, chosen(&client.readers)), SCARD_LEAVE_CARD));
}

static void call_status(void) {
    char name[MAX_READERNAME];
    BYTE atr[MAX_ATR_SIZE];
    DWORD name_size = sizeof name, state, protocol, atr_size = sizeof atr;
    must("SCardStatus", SCardStatus(client.card, name, &name_size, &state, &protocol, atr, &atr_size));
}

static void call_list(void) {
    static char names[max_readers * MAX_READERNAME];
    DWORD size = sizeof names;
    must("SCardListReaders", SCardListReaders(client.context, NULL, names, &size));
}

static void call_unaware(void) {
    must("SCardGetStatusChange", SCardGetStatusChange(client.context, 0, client.states, client.count));
}

static void call_no_time(void) {
    const LONG result = SCardGetStatusChange(client.context, 0, client.states, 1);
    must("SCardGetStatusChange", result == SCARD_E_TIMEOUT ? SCARD_S_SUCCESS : result);
}

static void call_transaction(void) {
    must("SCardBeginTransaction", SCardBeginTransaction(client.card));
    must("SCardEndTransaction", SCardEndTransaction(client.card, SCARD_LEAVE_CARD));
}

static const struct call {
    const char* name;
    void (*prepare)(void);
    void (*run)(void);
} calls[] = {{"transmit", with_command, call_transmit},   {"establish", no_preparation, call_establish},
             {"connect", with_context, call_connect},     {"status", with_card, call_status},
             {"list", with_context, call_list},           {"unaware", with_states, call_unaware},
             {"no_time", with_known_state, call_no_time}, {"transaction", with_card, call_transaction}};

static const struct call* chosen_call(void) {
    const char* name = text_option("call", "");
    for (size_t i = 0; i < sizeof calls / sizeof *calls; ++i) {
        if (strcmp(name, calls[i].name) == 0) {
            return &calls[i];
        }
    }
    broken(name, 0);
}

/* For so many calls (option "calls": what is counted needs no time) or for so many seconds. */
void measure_calls(void) {
    const struct call* call = chosen_call();
    const pid_t daemon = (pid_t)number_option("daemon", 0);
    const uint64_t limit = (uint64_t)(seconds_option("seconds", 0.1) * 1e9);
    const long fixed = number_option("calls", 0);
    struct samples samples = samples_for(1000000);
    pin(number_option("cpu", -1));
    call->prepare();
    for (const uint64_t start = now(); !fixed && now() - start < limit / 10;) {
        call->run();
    }
    const struct usage here = usage_of(getpid()), there = usage_of(daemon);
    const uint64_t start = now();
    uint64_t last = start;
    for (long done = 0; fixed ? done < fixed : last - start < limit && samples.count < samples.room; ++done) {
        const uint64_t before = now();
        call->run();
        last = now();
        add(&samples, last - before);
    }
    const struct usage here_after = usage_of(getpid()), there_after = usage_of(daemon);
    const double count = (double)samples.count;
    emit_quantiles("", &samples, 1);
    emit("calls", count);
    emit("client_cpu", (double)(here_after.cpu - here.cpu) / count / 1000);
    emit("client_switches", (double)(here_after.switches - here.switches) / count);
    if (call->run !=
        call_establish) { /* for each context pcscd starts a thread, which takes its counts with it */
        emit("daemon_cpu", (double)(there_after.cpu - there.cpu) / count / 1000);
        emit("daemon_switches", (double)(there_after.switches - there.switches) / count);
    }
}
