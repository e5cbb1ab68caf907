/* busy_clients READER CLIENTS: programs that work with one card, and know of nothing that could happen to the
 * daemon but what SCardReconnect puts right. Told by lines on the input:
 *
 * progress   answered "progress" once every client has finished another piece of work, twice
 * end        each says "client I sent N answered M", and that is all
 *
 * Every command carries the client's number and a serial number of its own, so that whoever sees commands
 * arrive can tell whether one came twice. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/integration/crowds/crowd.h"

enum { most_clients = 200, patience = 40000, wait_for_news = 100 };

static struct client {
    _Atomic(const char*) doing;
    atomic_uint sent, answered, pieces;
    pid_t process;
} * clients;

static atomic_int* over;
static const char* reader;

/* ---- one client */
static struct client* me;
static BYTE my_number;
static SCARDCONTEXT context;
static SCARDHANDLE card;

/* Whether the call was done. A card that was reset is the only thing that may have come between, and one
 * SCardReconnect all that it takes. */
static int done(const char* call, LONG result) {
    if (result == SCARD_S_SUCCESS) {
        return 1;
    }
    if (result != SCARD_W_RESET_CARD && result != SCARD_E_READER_UNAVAILABLE) {
        broken(call, result);
    }
    DWORD protocol;
    atomic_store(&me->doing, "SCardReconnect");
    must("SCardReconnect",
         SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD, &protocol));
    return 0;
}

static int send_serial(void) {
    const unsigned serial = atomic_fetch_add(&me->sent, 1);
    const BYTE data[6] = {
        0, my_number, (BYTE)(serial >> 24U), (BYTE)(serial >> 16U), (BYTE)(serial >> 8U), (BYTE)serial};
    atomic_store(&me->doing, "SCardTransmit");
    if (!done("SCardTransmit", echo(card, data, sizeof data))) {
        return 0;
    }
    atomic_fetch_add(&me->answered, 1);
    return 1;
}

static void in_a_transaction(void) {
    atomic_store(&me->doing, "SCardBeginTransaction");
    if (!done("SCardBeginTransaction", SCardBeginTransaction(card)) || !send_serial() || !send_serial()) {
        return;
    }
    atomic_store(&me->doing, "SCardEndTransaction");
    done("SCardEndTransaction", SCardEndTransaction(card, SCARD_LEAVE_CARD));
}

static void with_status(void) {
    BYTE atr[MAX_ATR_SIZE];
    DWORD state, protocol, length = sizeof atr, name = 0;
    atomic_store(&me->doing, "SCardStatus");
    if (done("SCardStatus", SCardStatus(card, NULL, &name, &state, &protocol, atr, &length))) {
        send_serial();
    }
}

/* A question about readers notices no restart at all. */
static void with_news(void) {
    SCARD_READERSTATE state = {.szReader = reader};
    atomic_store(&me->doing, "SCardGetStatusChange");
    must("SCardGetStatusChange", SCardGetStatusChange(context, 0, &state, 1));
    state.dwCurrentState = state.dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
    const LONG result = SCardGetStatusChange(context, wait_for_news, &state, 1);
    if (result != SCARD_E_TIMEOUT) {
        must("SCardGetStatusChange", result);
    }
    send_serial();
}

/* SCardConnect is not repeated by the library: whether there is a service now is for the program to ask. */
static void with_a_new_handle(void) {
    char names[4096];
    DWORD size = sizeof names, protocol;
    atomic_store(&me->doing, "SCardListReaders");
    must("SCardListReaders", SCardListReaders(context, NULL, names, &size));
    atomic_store(&me->doing, "SCardDisconnect");
    must("SCardDisconnect", SCardDisconnect(card, SCARD_LEAVE_CARD));
    LONG result;
    do {
        atomic_store(&me->doing, "SCardConnect");
        result = SCardConnect(context, reader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &card, &protocol);
    } while (result == SCARD_E_NO_SERVICE);
    must("SCardConnect", result);
    send_serial();
}

static void work(long index) {
    static void (*const pieces[])(void) = {(void (*)(void))send_serial, in_a_transaction, with_status,
                                           with_news, with_a_new_handle};
    me = &clients[index];
    my_number = (BYTE)index;
    context = establish();
    card = connect_card(context, reader, SCARD_SHARE_SHARED);
    while (!atomic_load(over)) {
        pieces[index % 5]();
        atomic_fetch_add(&me->pieces, 1);
    }
    must("SCardIsValidContext", SCardIsValidContext(context));
    must("SCardReleaseContext", SCardReleaseContext(context));
}

/* ---- all of them */
static void look_for_dead(long count) {
    int status = 0;
    const pid_t dead = waitpid(-1, &status, WNOHANG);
    for (long i = 0; dead > 0 && i < count; ++i) {
        if (clients[i].process == dead) {
            clients[i].process = 0;
        }
    }
    if (dead > 0 && status != 0) {
        fprintf(stderr, "pid %d ended with %#x\n", dead, status);
        exit(1);
    }
}

static void wait_for(long count, int (*ready)(const struct client* client)) {
    const uint64_t end = now() + patience;
    for (long i = 0; i < count; ++i) {
        while (!ready(&clients[i])) {
            look_for_dead(count);
            if (now() > end) {
                fprintf(stderr, "client %ld hangs in %s\n", i, atomic_load(&clients[i].doing));
                exit(1);
            }
            sleep_for(1000);
        }
    }
}

static unsigned pieces_before[most_clients];

static int has_worked(const struct client* client) {
    return atomic_load(&client->pieces) >= pieces_before[client - clients] + 2;
}

static int has_ended(const struct client* client) {
    return client->process == 0;
}

static void progress(long count) {
    for (long i = 0; i < count; ++i) {
        pieces_before[i] = atomic_load(&clients[i].pieces);
    }
    wait_for(count, has_worked);
    puts("progress");
    fflush(stdout);
}

int main(int arguments, char** words) {
    const long count = arguments == 3 ? strtol(words[2], NULL, 10) : 0;
    if (count < 1 || count > most_clients) {
        fprintf(stderr, "busy_clients READER CLIENTS\n");
        return 2;
    }
    reader = words[1];
    clients = shared_memory((size_t)count * sizeof *clients);
    over = shared_memory(sizeof *over);
    for (long i = 0; i < count; ++i) {
        clients[i].process = start(work, i);
    }
    char line[64];
    while (fgets(line, sizeof line, stdin) && strcmp(line, "progress\n") == 0) {
        progress(count);
    }
    atomic_store(over, 1);
    wait_for(count, has_ended);
    for (long i = 0; i < count; ++i) {
        printf("client %ld sent %u answered %u\n", i, clients[i].sent, clients[i].answered);
    }
    return 0;
}
