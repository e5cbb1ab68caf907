/* A pass of Transmits for each line on standard input, in this one process: its p50 in microseconds and its
 * calls in a second, a line on standard output. So neighbouring passes differ in nothing but what goes on
 * around them. */
#include <stdio.h>

#include "tests/bench/client/bench.h"

static void transmit_for(SCARDHANDLE card, const BYTE* command, DWORD size, uint64_t time,
                         struct samples* samples) {
    const uint64_t start = now();
    samples->count = 0;
    for (uint64_t last = start; last - start < time;) {
        const uint64_t before = last;
        transmit(card, command, size);
        last = now();
        add(samples, last - before);
    }
}

void measure_passes(void) {
    static BYTE command[max_command];
    pin(number_option("cpu", -1));
    const struct reader_list readers = readers_of(establish());
    const SCARDHANDLE card = connect_card(establish(), chosen(&readers));
    const DWORD size = echo_command(command, (DWORD)number_option("size", 5));
    const uint64_t time = (uint64_t)(seconds_option("seconds", 0.1) * 1e9);
    struct samples samples = samples_for(1000000);
    while (getchar() == '\n') {
        transmit_for(card, command, size, time, &samples);
        printf("%.3f %.0f\n", p50(&samples), (double)samples.count / (double)time * 1e9);
        fflush(stdout);
    }
}
