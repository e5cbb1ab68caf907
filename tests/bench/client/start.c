/* From exec() of a daemon to the first context a client has of it, and what it occupies then.
 *
 * It is started as systemd starts it: the socket is there already and is handed over, and a client stands in
 * line. Trying again and again until somebody listens would take away the very processor that is measured. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/client/bench.h"

enum { handed_over = 3, most_variables = 200 };

static int listening_socket(void) {
    const char* path = getenv("PCSCLITE_CSOCK_NAME");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path ? path : "/run/pcscd/pcscd.comm");
    unlink(address.sun_path);
    const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (const struct sockaddr*)&address, sizeof address) != 0 || listen(listener, 16) != 0) {
        broken("no socket to hand over", listener);
    }
    return listener;
}

/* sd_listen_fds(3). The child of vfork() fills in its number before it becomes the daemon. The loader's path
 * is the client's: a daemon looks for its libraries where they are installed. */
static char process_variable[40];
static char* variables[most_variables + 3];

static void prepare_variables(void) {
    size_t count = 0;
    for (size_t from = 0; environ[from] && count < most_variables; ++from) {
        if (strncmp(environ[from], "LD_LIBRARY_PATH=", 16) != 0) {
            variables[count++] = environ[from];
        }
    }
    variables[count++] = "LISTEN_FDS=1";
    variables[count] = process_variable;
}

static volatile uint64_t executed; /* the child of vfork() has its parent's memory until then */

static pid_t begin(char** command, int listener) {
    const pid_t child = vfork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        snprintf(process_variable, sizeof process_variable, "LISTEN_PID=%d", getpid());
        const int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, 1);
        dup2(nowhere, 2);
        dup2(listener, handed_over);
        fcntl(handed_over, F_SETFD, 0);
        executed = now();
        execve(command[0], command, variables);
        _exit(127);
    }
    return child;
}

/* The listener is the daemon's alone by then: if that ends at once, the call fails. */
static uint64_t await_first_context(void) {
    SCARDCONTEXT context;
    must("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    const uint64_t there = now();
    must("SCardReleaseContext", SCardReleaseContext(context));
    return there;
}

void measure_start(char** command) {
    const long rounds = number_option("rounds", 5);
    struct samples samples = samples_for((size_t)rounds);
    long memory = 0, threads = 0;
    prepare_variables();
    for (long round = 0; round < rounds; ++round) {
        const int listener = listening_socket();
        const pid_t daemon = begin(command, listener);
        close(listener);
        add(&samples, await_first_context() - executed);
        sleep_for(200000000U); /* all readers and cards */
        memory = status_of(daemon, "VmRSS");
        threads = status_of(daemon, "Threads");
        kill(daemon, SIGTERM);
        waitpid(daemon, NULL, 0);
    }
    emit_quantiles("", &samples, 1);
    emit("rss", (double)memory);
    emit("threads", (double)threads);
}
