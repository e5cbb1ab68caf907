/* A card goes in and out as fast as it can be moved while clients wait again and again: nobody may see an
 * error, and in the end everybody must know where the card is. */
#include "tests/bench/client/bench.h"

static const uint64_t patience = 5000000000U;

static struct {
    long all;
    uint64_t limit;
} plan;

static struct {
    struct gate ready;
    atomic_int over;
    atomic_long news, errors, lost, moves;
} * shared;

/* Every error ends that client's part, as it would a program's. */
static int look(SCARDCONTEXT context, SCARD_READERSTATE* state) {
    state->dwCurrentState = state->dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
    const LONG result = SCardGetStatusChange(context, 100, state, 1);
    if (result == SCARD_S_SUCCESS) {
        atomic_fetch_add(&shared->news, 1);
    } else if (result != SCARD_E_TIMEOUT) {
        atomic_fetch_add(&shared->errors, 1);
        return 0;
    }
    return 1;
}

static void work(long index) {
    (void)index;
    const SCARDCONTEXT context = establish();
    const struct reader_list readers = readers_of(context);
    SCARD_READERSTATE state = {.szReader = chosen(&readers), .dwEventState = SCARD_STATE_UNAWARE};
    pass(&shared->ready, plan.all + 1);
    int well = 1;
    while (well && !atomic_load(&shared->over)) {
        well = look(context, &state);
    }
    for (const uint64_t end = now() + patience;
         well && !(state.dwEventState & SCARD_STATE_PRESENT) && now() < end;) {
        well = look(context, &state);
    }
    if (well && !(state.dwEventState & SCARD_STATE_PRESENT)) {
        atomic_fetch_add(&shared->lost, 1);
    }
}

static void move_cards(void) {
    lever_open();
    pass(&shared->ready, plan.all + 1);
    for (const uint64_t end = now() + plan.limit; now() < end;) {
        for (int in = 0; in < 2; ++in) {
            lever_move(in);
            lever_settle();
            atomic_fetch_add(&shared->moves, 1);
        }
    }
    atomic_store(&shared->over, 1);
}

void measure_storm(void) {
    const double seconds = seconds_option("seconds", 1);
    plan.all = number_option("processes", 50);
    plan.limit = (uint64_t)(seconds * 1e9);
    shared = shared_memory(sizeof *shared);
    crowd(plan.all, 1, work, move_cards);
    emit("moves", (double)shared->moves / seconds);
    emit("news", (double)shared->news / seconds);
    emit("errors", (double)shared->errors);
    emit("lost", (double)shared->lost);
}
