/* Thousands of contexts: what they cost the daemon while they are open and after they are gone, and whether
 * anybody else notices. Also clients that just wait, while somebody looks at what an idle daemon does. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/bench/client/bench.h"

static struct {
    long each, all;
    pid_t daemon;
} plan;

static struct { struct gate opened, released; } * shared;
static struct samples* opening;

static void work(long index) {
    SCARDCONTEXT* contexts = calloc((size_t)plan.each, sizeof *contexts);
    for (long i = 0; i < plan.each; ++i) {
        const uint64_t before = now();
        contexts[i] = establish();
        add(&opening[index], now() - before);
    }
    pass(&shared->opened, plan.all + 1);
    pass(&shared->released, plan.all + 1); /* by this process's end, all at once */
    free(contexts);
}

static void emit_daemon(const char* when) {
    char name[64];
    snprintf(name, sizeof name, "rss_%s", when);
    emit(name, (double)status_of(plan.daemon, "VmRSS"));
    snprintf(name, sizeof name, "threads_%s", when);
    emit(name, (double)status_of(plan.daemon, "Threads"));
}

/* One more client, beside all of them. */
static void use_card(void) {
    BYTE command[8];
    struct samples samples = samples_for(2000);
    const SCARDCONTEXT context = establish();
    const struct reader_list readers = readers_of(context);
    const SCARDHANDLE card = connect_card(context, nth(&readers, 0));
    const DWORD size = echo_command(command, 5);
    for (size_t i = 0; i < samples.room; ++i) {
        const uint64_t before = now();
        transmit(card, command, size);
        add(&samples, now() - before);
    }
    emit_quantiles("transmit_", &samples, 1);
    must("SCardReleaseContext", SCardReleaseContext(context));
}

static void watch(void) {
    pass(&shared->opened, plan.all + 1);
    emit_daemon("open");
    use_card();
    pass(&shared->released, plan.all + 1);
}

void measure_contexts(void) {
    plan.all = number_option("processes", 10);
    plan.each = number_option("each", 100);
    plan.daemon = (pid_t)number_option("daemon", 0);
    shared = shared_memory(sizeof *shared);
    opening = shared_memory((size_t)plan.all * sizeof *opening);
    for (long i = 0; i < plan.all; ++i) {
        opening[i] = samples_for((size_t)plan.each);
    }
    emit_daemon("before");
    crowd(plan.all, 1, work, watch);
    emit_quantiles("open_", opening, (size_t)plan.all);
    sleep_for(500000000U); /* until the daemon has noticed them all */
    emit_daemon("after");
}

static void wait_for_ever(long index) {
    (void)index;
    const SCARDCONTEXT context = establish();
    const struct reader_list readers = readers_of(context);
    SCARD_READERSTATE state = {.szReader = chosen(&readers), .dwCurrentState = SCARD_STATE_UNAWARE};
    for (LONG result = SCARD_S_SUCCESS; result == SCARD_S_SUCCESS;) {
        result = SCardGetStatusChange(context, INFINITE, &state, 1);
        state.dwCurrentState = state.dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
    }
}

static void end_with_input(void) {
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    _exit(0); /* and the clients with it */
}

/* Clients that wait for what does not happen, until standard input ends. */
void measure_waiting(void) {
    crowd(number_option("processes", 10), 1, wait_for_ever, end_with_input);
}
