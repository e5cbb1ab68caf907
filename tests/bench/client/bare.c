/* The same bytes to and fro with no PC/SC at all: bench_echo_loop is at the other end. What a call costs
 * above this is what the daemon and the library add. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/bench/client/bench.h"

enum { max_trips = 8, max_pieces = 4, max_message = 128 * 1024 };

static struct trip {
    struct {
        uint32_t request, reply;
    } lengths;                   /* every request begins with them */
    uint32_t pieces[max_pieces]; /* of the request, each sent by itself */
    size_t piece_count;
} trips[max_trips];
static size_t trip_count;

/* "REQUEST:REPLY,REQUEST:REPLY"; a REQUEST that is sent in pieces is "PIECE+PIECE". */
static void read_trips(const char* text) {
    while (*text && trip_count < max_trips) {
        struct trip* trip = &trips[trip_count++];
        char* end = NULL;
        do {
            trip->pieces[trip->piece_count] = (uint32_t)strtoul(text, &end, 10);
            trip->lengths.request += trip->pieces[trip->piece_count++];
            text = end + 1;
        } while (*end == '+' && trip->piece_count < max_pieces);
        trip->lengths.reply = (uint32_t)strtoul(text, &end, 10);
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

static BYTE message[max_message];

static void ask(int descriptor, const struct trip* trip) {
    memcpy(message, &trip->lengths, sizeof trip->lengths);
    const BYTE* next = message;
    for (size_t i = 0; i < trip->piece_count; ++i) {
        if (send(descriptor, next, trip->pieces[i], 0) != (ssize_t)trip->pieces[i]) {
            broken("send", (long)trip->pieces[i]);
        }
        next += trip->pieces[i];
    }
}

static void make_trips(int descriptor) {
    for (const struct trip* trip = trips; trip < trips + trip_count; ++trip) {
        ask(descriptor, trip);
        for (size_t come = 0; come < trip->lengths.reply;) {
            poll(&(struct pollfd){.fd = descriptor, .events = POLLIN}, 1,
                 -1); /* recv() would wake up for nothing */
            const ssize_t more = recv(descriptor, message, trip->lengths.reply - come, 0);
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
