/* Many clients want the same card to themselves: how often each gets it, how long it waits, how long the card
 * lies idle between two of them. */
#include "tests/bench/client/bench.h"

enum { kept = 50000, nobody = -1 };

static struct {
    long all;
    uint64_t limit, think;
    BYTE command[8];
    DWORD size;
} plan;

static struct {
    struct gate ready;
    atomic_long last_holder;
    _Atomic uint64_t released;
} * shared;
static atomic_long* turns;
static struct samples *waits, *hand_overs;

static void note_begin(long index, uint64_t asked, uint64_t granted) {
    add(&waits[index], granted - asked);
    const uint64_t released = atomic_load(&shared->released);
    const long before = atomic_load(&shared->last_holder);
    if (before != nobody && before != index && asked < released) {
        add(&hand_overs[index], granted - released);
    }
    atomic_store(&shared->last_holder, index);
}

static void take_turn(long index, SCARDHANDLE card, uint64_t end) {
    const uint64_t asked = now();
    must("SCardBeginTransaction", SCardBeginTransaction(card));
    const uint64_t granted = now();
    note_begin(index, asked, granted);
    transmit(card, plan.command, plan.size);
    if (granted < end) {
        atomic_fetch_add(&turns[index], 1);
    }
    atomic_store(&shared->released, now());
    must("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));
}

static void work(long index) {
    const SCARDCONTEXT context = establish();
    const struct reader_list readers = readers_of(context);
    const SCARDHANDLE card = connect_card(context, chosen(&readers));
    pass(&shared->ready, plan.all);
    for (const uint64_t end = now() + plan.limit; now() < end;) {
        take_turn(index, card, end);
        if (plan.think) {
            sleep_for(plan.think);
        }
    }
}

static void emit_turns(double seconds) {
    long sum = 0, starved = 0;
    for (long i = 0; i < plan.all; ++i) {
        sum += turns[i];
        starved += turns[i] == 0;
    }
    emit("rate", (double)sum / seconds);
    emit("fairness", fairness(turns, plan.all));
    emit("starved", (double)starved);
}

void measure_contenders(void) {
    const double seconds = seconds_option("seconds", 1);
    const long card_time = number_option("card_ms", 0);
    plan.all = number_option("processes", 8);
    plan.limit = (uint64_t)(seconds * 1e9);
    plan.think = (uint64_t)number_option("think_ms", 0) * 1000000U;
    plan.size = card_time ? slow_command(plan.command, (unsigned)card_time) : echo_command(plan.command, 5);
    shared = shared_memory(sizeof *shared);
    shared->last_holder = nobody;
    turns = shared_memory((size_t)plan.all * sizeof *turns);
    waits = shared_memory((size_t)plan.all * sizeof *waits);
    hand_overs = shared_memory((size_t)plan.all * sizeof *hand_overs);
    for (long i = 0; i < plan.all; ++i) {
        waits[i] = samples_for(kept);
        hand_overs[i] = samples_for(kept);
    }
    pin(number_option("cpu", -1));
    crowd(plan.all, 1, work, NULL);
    emit_turns(seconds);
    emit_quantiles("wait_", waits, (size_t)plan.all);
    emit_quantiles("hand_over_", hand_overs, (size_t)plan.all);
}
