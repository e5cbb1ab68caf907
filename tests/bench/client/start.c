/* From exec() of a daemon to the first context a client has of it, and what it occupies then. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/client/bench.h"

static pid_t begin(char** command) {
    const pid_t child = vfork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        const int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, 1);
        dup2(nowhere, 2);
        execv(command[0], command);
        _exit(127);
    }
    return child;
}

static uint64_t await_first_context(pid_t daemon) {
    SCARDCONTEXT context;
    while (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS) {
        if (waitpid(daemon, NULL, WNOHANG) == daemon) {
            broken("the daemon ended at once", 0);
        }
        sleep_for(20000);
    }
    const uint64_t there = now();
    must("SCardReleaseContext", SCardReleaseContext(context));
    return there;
}

void measure_start(char** command) {
    const long rounds = number_option("rounds", 5);
    struct samples samples = samples_for((size_t)rounds);
    long memory = 0, threads = 0;
    prctl(PR_SET_TIMERSLACK, 1000);
    for (long round = 0; round < rounds; ++round) {
        const uint64_t before = now();
        const pid_t daemon = begin(command);
        add(&samples, await_first_context(daemon) - before);
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
