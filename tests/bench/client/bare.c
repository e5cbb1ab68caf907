/* The same bytes to and fro with no PC/SC at all: bench_echo_loop is at the other end. What a call costs
 * above this is what the daemon and the library add. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/bench/client/bench.h"

enum { max_trips = 8, max_message = 128 * 1024 };

/* Every request begins with its own length and that of the reply. */
static struct { uint32_t request, reply; } trips[max_trips];
static size_t trip_count;

/* "REQUEST:REPLY,REQUEST:REPLY" */
static void read_trips(const char* text) {
    while (*text && trip_count < max_trips) {
        char* end = NULL;
        trips[trip_count].request = (uint32_t)strtoul(text, &end, 10);
        trips[trip_count].reply = (uint32_t)strtoul(end + 1, &end, 10);
        ++trip_count;
        text = *end ? end + 1 : end;
    }
}

static int connected(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char* path = getenv("PCSCLITE_CSOCK_NAME");
    strncpy(address.sun_path, path ? path : "", sizeof address.sun_path - 1);
    const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(descriptor, (const struct sockaddr*)&address, sizeof address) != 0) {
        broken("the echo loop", 0);
    }
    return descriptor;
}

static void make_trips(int descriptor) {
    static BYTE message[max_message];
    for (size_t i = 0; i < trip_count; ++i) {
        memcpy(message, &trips[i], sizeof trips[i]);
        if (send(descriptor, message, trips[i].request, 0) != (ssize_t)trips[i].request) {
            broken("send", (long)trips[i].request);
        }
        for (size_t come = 0; come < trips[i].reply;) {
            const ssize_t more = recv(descriptor, message, trips[i].reply - come, 0);
            if (more <= 0) {
                broken("recv", (long)more);
            }
            come += (size_t)more;
        }
    }
}

static void once(int descriptor) {
    if (descriptor >= 0) {
        make_trips(descriptor);
        return;
    }
    descriptor = connected();
    make_trips(descriptor);
    close(descriptor);
}

/* fresh=1: a connection for each call. */
void measure_bare(void) {
    const uint64_t limit = (uint64_t)(seconds_option("seconds", 0.1) * 1e9);
    struct samples samples = samples_for(1000000);
    read_trips(text_option("trips", "45:34"));
    pin(number_option("cpu", -1));
    const int descriptor = number_option("fresh", 0) ? -1 : connected();
    const uint64_t start = now();
    for (uint64_t last = start; last - start < limit && samples.count < samples.room;) {
        const uint64_t before = now();
        once(descriptor);
        last = now();
        if (last - start > limit / 10) {
            add(&samples, last - before);
        }
    }
    emit_quantiles("", &samples, 1);
    emit("calls", (double)samples.count);
}
