/* One thread waits for a card, another cancels that: how long until the first one is back. */
#include "tests/bench/client/bench.h"

static const uint64_t patience = 500000000U;

static struct {
    SCARDCONTEXT context;
    SCARD_READERSTATE state;
    long rounds;
    atomic_long waiting, back;
    _Atomic uint64_t returned;
} waiter;

static void* wait_again(void* unused) {
    for (long round = 0; round < waiter.rounds; ++round) {
        atomic_fetch_add(&waiter.waiting, 1);
        const LONG result = SCardGetStatusChange(waiter.context, INFINITE, &waiter.state, 1);
        atomic_store(&waiter.returned, now());
        must("SCardGetStatusChange", result == SCARD_E_CANCELLED ? SCARD_S_SUCCESS : SCARD_F_INTERNAL_ERROR);
        atomic_fetch_add(&waiter.back, 1);
    }
    return unused;
}

/* Whether the count came to that in time. */
static int await_count(const atomic_long* count, long wanted, uint64_t limit) {
    const uint64_t end = now() + limit;
    while (atomic_load(count) < wanted && now() < end) {
        sleep_for(20000);
    }
    return atomic_load(count) >= wanted;
}

/* A cancel that comes before the wait is lost on pcscd; that round does not count. */
static void cancel_one(long round, struct samples* samples) {
    await_count(&waiter.waiting, round, patience);
    sleep_for(2000000); /* until it really waits */
    const uint64_t cancelled = now();
    must("SCardCancel", SCardCancel(waiter.context));
    if (await_count(&waiter.back, round, patience)) {
        add(samples, waiter.returned - cancelled);
        return;
    }
    for (int tries = 0; !await_count(&waiter.back, round, patience); ++tries) {
        if (tries == 20) {
            broken("a wait that cannot be cancelled", round);
        }
        must("SCardCancel", SCardCancel(waiter.context));
    }
}

void measure_cancel(void) {
    waiter.rounds = number_option("rounds", 50);
    waiter.context = establish();
    const struct reader_list readers = readers_of(waiter.context);
    waiter.state.szReader = chosen(&readers);
    must("SCardGetStatusChange", SCardGetStatusChange(waiter.context, 0, &waiter.state, 1));
    waiter.state.dwCurrentState = waiter.state.dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
    pin(number_option("cpu", -1));
    struct samples samples = samples_for((size_t)waiter.rounds);
    pthread_t thread;
    pthread_create(&thread, NULL, wait_again, NULL);
    for (long round = 1; round <= waiter.rounds; ++round) {
        cancel_one(round, &samples);
    }
    pthread_join(thread, NULL);
    emit_quantiles("", &samples, 1);
}
