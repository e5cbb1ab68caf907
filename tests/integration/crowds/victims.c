/* victims COUNT SEED: kills that many programs, ten at a time, each in the midst of something else; at last
 * it looks whether a program can have each reader for itself. Readers Plain, Alone, Held and Slow must be
 * there. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/integration/crowds/crowd.h"

enum { patience = 30000 };

static const char *const plain = "Plain 00 00", *const alone = "Alone 00 00", *const held = "Held 00 00",
                         *const slow = "Slow 00 00";

static int come[2], go[2]; /* pipes: a victim is where it shall be; it may go on */

/* ---- in a victim */
static void here(void) {
    if (write(come[1], "", 1) != 1) {
        broken("write", 0);
    }
}

static _Noreturn void stay(void) {
    for (;;) {
        pause();
    }
}

static void reconnect(SCARDHANDLE card) {
    DWORD protocol;
    must("SCardReconnect",
         SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD, &protocol));
}

/* Those who died before may have had their card reset. */
static void begin(SCARDHANDLE card) {
    LONG result;
    while ((result = SCardBeginTransaction(card)) == SCARD_W_RESET_CARD) {
        reconnect(card);
    }
    must("SCardBeginTransaction", result);
}

static void with_a_context(long index) {
    (void)index;
    establish();
    here();
    stay();
}

static void connected(long index) {
    (void)index;
    connect_card(establish(), plain, SCARD_SHARE_SHARED);
    here();
    stay();
}

static void connected_alone(long index) {
    (void)index;
    connect_card(establish(), alone, SCARD_SHARE_EXCLUSIVE);
    here();
    stay();
}

static void in_a_transaction(long index) {
    (void)index;
    begin(connect_card(establish(), held, SCARD_SHARE_SHARED));
    here();
    stay();
}

/* It must be connected before the transaction begins. */
static void in_line_for_a_transaction(long index) {
    (void)index;
    const SCARDHANDLE card = connect_card(establish(), held, SCARD_SHARE_SHARED);
    char word;
    here();
    if (read(go[0], &word, 1) != 1) {
        broken("read", 0);
    }
    here();
    begin(card);
    stay();
}

static void in_line_for_a_connection(long index) {
    (void)index;
    const SCARDCONTEXT context = establish();
    here();
    connect_card(context, held, SCARD_SHARE_SHARED);
    stay();
}

static void waiting_for_news(long index) {
    (void)index;
    const SCARDCONTEXT context = establish();
    SCARD_READERSTATE state = {.szReader = plain};
    must("SCardGetStatusChange", SCardGetStatusChange(context, 0, &state, 1));
    here();
    for (;;) {
        state.dwCurrentState = state.dwEventState & ~(DWORD)SCARD_STATE_CHANGED;
        must("SCardGetStatusChange", SCardGetStatusChange(context, INFINITE, &state, 1));
    }
}

static void in_the_midst_of_a_command(long index) {
    (void)index;
    static const BYTE takes_time[] = {0x80, 0xDE, 0, 5};
    const SCARDHANDLE card = connect_card(establish(), slow, SCARD_SHARE_SHARED);
    here();
    for (;;) {
        BYTE answer[16];
        DWORD length = sizeof answer;
        const LONG result =
            SCardTransmit(card, SCARD_PCI_T1, takes_time, sizeof takes_time, NULL, answer, &length);
        if (result == SCARD_W_RESET_CARD) {
            reconnect(card);
        } else {
            must("SCardTransmit", result);
        }
    }
}

/* VERSION, ESTABLISH_CONTEXT and CONNECT as stock clients send them, up to some byte. */
static void half_a_message(long index) {
    uint32_t words[5 + 5 + 2 + 38] = {12, 0x11, 4, 4, 0, 12, 1, 2, 0, 0, 152, 4};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, getenv("PCSCLITE_CSOCK_NAME"), sizeof address.sun_path - 1);
    const int line = socket(AF_UNIX, SOCK_STREAM, 0);
    const size_t size = (size_t)index % sizeof words;
    if (connect(line, (struct sockaddr*)&address, sizeof address) != 0 ||
        send(line, words, size, MSG_NOSIGNAL) != (ssize_t)size) {
        broken("half a message", (long)size);
    }
    here();
    stay();
}

static void anywhere(long index) {
    here();
    for (;;) {
        const SCARDCONTEXT context = establish();
        const SCARDHANDLE card = connect_card(context, plain, SCARD_SHARE_SHARED);
        LONG result = SCardBeginTransaction(card);
        if (result == SCARD_S_SUCCESS) {
            result = echo(card, (const BYTE*)&index, sizeof index);
        }
        if (result == SCARD_S_SUCCESS) {
            result = SCardEndTransaction(card, SCARD_LEAVE_CARD);
        }
        if (result != SCARD_W_RESET_CARD) {
            must("a transaction", result);
        }
        must("SCardReleaseContext", SCardReleaseContext(context));
    }
}

/* ---- who kills them */
static void (*const first[])(long) = {
    with_a_context,   connected,      connected_alone,          in_line_for_a_transaction,
    waiting_for_news, half_a_message, in_the_midst_of_a_command};
static void (*const last[])(long) = {in_line_for_a_connection, anywhere};
enum {
    firsts = sizeof first / sizeof *first,
    lasts = sizeof last / sizeof *last,
    batch = firsts + 1 + lasts
};

static void await_come(long count) {
    char words[batch];
    while (count > 0) {
        struct pollfd pipe = {come[0], POLLIN, 0};
        const ssize_t got = poll(&pipe, 1, patience) == 1 ? read(come[0], words, (size_t)count) : -1;
        if (got <= 0) {
            broken("a victim does not get where it shall be", count);
        }
        count -= got;
    }
}

static void kill_one(pid_t victim) {
    int status = 0;
    kill(victim, SIGKILL);
    if (waitpid(victim, &status, 0) != victim || !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
        broken("a victim ended by itself", status);
    }
}

static void kill_all(pid_t* victims) {
    sleep_for((unsigned)(rand() % 2000));
    for (long left = batch; left > 0; --left) {
        const long chosen = rand() % left;
        kill_one(victims[chosen]);
        victims[chosen] = victims[left - 1];
    }
}

static void play(void) {
    pid_t victims[batch];
    long count = 0;
    for (long i = 0; i < firsts; ++i) {
        victims[count++] = start(first[i], rand());
    }
    await_come(firsts);
    victims[count++] = start(in_a_transaction, rand());
    await_come(1);
    for (long i = 0; i < lasts; ++i) {
        victims[count++] = start(last[i], rand());
    }
    if (write(go[1], "", 1) != 1) {
        broken("write", 0);
    }
    await_come(lasts + 1);
    kill_all(victims);
}

static void look_at(const char* reader) {
    const SCARDCONTEXT context = establish();
    const SCARDHANDLE card = connect_card(context, reader, SCARD_SHARE_EXCLUSIVE);
    must("SCardTransmit", echo(card, (const BYTE*)"well", 4));
    must("SCardDisconnect", SCardDisconnect(card, SCARD_RESET_CARD));
    must("SCardReleaseContext", SCardReleaseContext(context));
}

int main(int arguments, char** words) {
    const long count = arguments == 3 ? strtol(words[1], NULL, 10) : 0;
    if (count < 1 || pipe(come) != 0 || pipe(go) != 0) {
        fprintf(stderr, "victims COUNT SEED\n");
        return 2;
    }
    srand((unsigned)strtoul(words[2], NULL, 10));
    long killed = 0;
    for (; killed < count; killed += batch) {
        play();
    }
    const char* const readers[] = {plain, alone, held, slow};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; ++i) {
        look_at(readers[i]);
    }
    printf("%ld killed\n", killed);
    return 0;
}
