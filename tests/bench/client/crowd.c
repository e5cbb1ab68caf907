/* Many clients transmit at once, each for itself, over all readers. */
#include "tests/bench/client/bench.h"

enum { kept = 20000 };

static struct {
    long all;
    DWORD size;
    uint64_t limit;
    struct gate* ready; /* when all have their card, so that nobody is alone for a while */
    atomic_long* done;
    struct samples* samples;
} plan;

static void work(long index) {
    static _Thread_local BYTE command[max_command];
    const SCARDCONTEXT context = establish();
    const struct reader_list readers = readers_of(context);
    const SCARDHANDLE card = connect_card(context, nth(&readers, index));
    const DWORD size = echo_command(command, plan.size);
    transmit(card, command, size);
    pass(plan.ready, plan.all);
    const uint64_t end = now() + plan.limit;
    for (uint64_t before = now(); before < end;) {
        transmit(card, command, size);
        const uint64_t after = now();
        add(&plan.samples[index], after - before);
        atomic_fetch_add(&plan.done[index], 1);
        before = after;
    }
}

void measure_crowd(void) {
    const long processes = number_option("processes", 8), threads = number_option("threads", 1);
    const double seconds = seconds_option("seconds", 0.5);
    plan.all = processes * threads;
    plan.size = (DWORD)number_option("size", 5);
    plan.limit = (uint64_t)(seconds * 1e9);
    plan.done = shared_memory((size_t)plan.all * sizeof *plan.done);
    plan.samples = shared_memory((size_t)plan.all * sizeof *plan.samples);
    plan.ready = shared_memory(sizeof *plan.ready);
    for (long i = 0; i < plan.all; ++i) {
        plan.samples[i] = samples_for(kept);
    }
    pin(number_option("cpu", -1));
    crowd(processes, threads, work, NULL);
    long done = 0;
    for (long i = 0; i < plan.all; ++i) {
        done += plan.done[i];
    }
    emit("rate", (double)done / seconds);
    emit("fairness", fairness(plan.done, plan.all));
    emit_quantiles("", plan.samples, (size_t)plan.all);
}
