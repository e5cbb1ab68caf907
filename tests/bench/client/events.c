/* A card moves while many clients wait for it: when the first, the middle and the last of them know. */
#include <stdlib.h>

#include "tests/bench/client/bench.h"

static const uint64_t patience = 20000000000U;

static struct { long all, rounds; } plan;

static struct {
    struct gate ready;
    atomic_long waiting, back;
} * shared;
static _Atomic uint64_t* seen; /* when each was told */

static SCARD_READERSTATE present_state(SCARDCONTEXT context, const char* reader) {
    SCARD_READERSTATE state = {.szReader = reader, .dwCurrentState = SCARD_STATE_UNAWARE};
    must("SCardGetStatusChange", SCardGetStatusChange(context, 0, &state, 1));
    return state;
}

/* Until the card has moved; other news do not count. */
static void await_movement(SCARDCONTEXT context, SCARD_READERSTATE* state) {
    const DWORD was = state->dwEventState & SCARD_STATE_PRESENT;
    do {
        state->dwCurrentState = state->dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
        must("SCardGetStatusChange", SCardGetStatusChange(context, (DWORD)(patience / 1000000U), state, 1));
    } while ((state->dwEventState & SCARD_STATE_PRESENT) == was);
}

static void work(long index) {
    const SCARDCONTEXT context = establish();
    const struct reader_list readers = readers_of(context);
    SCARD_READERSTATE state = present_state(context, chosen(&readers));
    pass(&shared->ready, plan.all + 1);
    for (long round = 0; round < plan.rounds; ++round) {
        atomic_fetch_add(&shared->waiting, 1);
        await_movement(context, &state);
        atomic_store(&seen[index], now());
        atomic_fetch_add(&shared->back, 1);
    }
}

static void await_count(const atomic_long* count, long wanted) {
    const uint64_t end = now() + patience;
    while (atomic_load(count) < wanted) {
        if (now() > end) {
            broken("clients that were not told", wanted - atomic_load(count));
        }
        sleep_for(200000);
    }
}

static int ascending(const void* a, const void* b) {
    const uint64_t left = *(const uint64_t*)a, right = *(const uint64_t*)b;
    return (left > right) - (left < right);
}

static struct samples first, middle, last, last_inserted;

/* Insertions stand apart: the virtual reader then makes a new card, which no reader has to. */
static void note(const uint64_t* times, int inserted) {
    if (inserted) {
        add(&last_inserted, times[plan.all - 1]);
        return;
    }
    add(&first, times[0]);
    add(&middle, times[plan.all / 2]);
    add(&last, times[plan.all - 1]);
}

static void move_cards(void) {
    uint64_t* times = calloc((size_t)plan.all, sizeof *times);
    lever_open();
    pass(&shared->ready, plan.all + 1);
    for (long round = 1; round <= plan.rounds; ++round) {
        await_count(&shared->waiting, plan.all * round);
        sleep_for(30000000U + (uint64_t)plan.all * 100000U); /* until they really wait */
        const uint64_t moved = now();
        lever_move(round % 2 == 0);
        await_count(&shared->back, plan.all * round);
        lever_settle();
        for (long i = 0; i < plan.all; ++i) {
            times[i] = seen[i] - moved;
        }
        qsort(times, (size_t)plan.all, sizeof *times, ascending);
        note(times, round % 2 == 0);
    }
    free(times);
}

/* The card is in before and, after an even number of rounds, in the end. */
void measure_events(void) {
    const long processes = number_option("processes", 1), threads = number_option("threads", 1);
    plan.all = processes * threads;
    plan.rounds = number_option("rounds", 4);
    shared = shared_memory(sizeof *shared);
    seen = shared_memory((size_t)plan.all * sizeof *seen);
    first = samples_for((size_t)plan.rounds);
    middle = samples_for((size_t)plan.rounds);
    last = samples_for((size_t)plan.rounds);
    last_inserted = samples_for((size_t)plan.rounds);
    pin(number_option("cpu", -1));
    crowd(processes, threads, work, move_cards);
    emit_quantiles("first_", &first, 1);
    emit_quantiles("middle_", &middle, 1);
    emit_quantiles("last_", &last, 1);
    emit_quantiles("last_inserted_", &last_inserted, 1);
}
