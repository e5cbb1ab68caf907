#include "tests/integration/crowds/crowd.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { patience = 30000 };

void broken(const char* what, long code) {
    fprintf(stderr, "pid %d: %s: 0x%08lX\n", getpid(), what, (unsigned long)code & 0xFFFFFFFFUL);
    _exit(1);
}

void must(const char* call, LONG result) {
    if (result != SCARD_S_SUCCESS) {
        broken(call, result);
    }
}

uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000U + (uint64_t)time.tv_nsec / 1000000U;
}

void sleep_for(unsigned microseconds) {
    const struct timespec time = {microseconds / 1000000, (long)(microseconds % 1000000) * 1000};
    nanosleep(&time, NULL);
}

void* shared_memory(size_t size) {
    void* memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        broken("mmap", (long)size);
    }
    return memory;
}

pid_t start(void (*work)(long index), long index) {
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0) {
        broken("fork", index);
    }
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) {
            _exit(1);
        }
        work(index);
        _exit(0);
    }
    return child;
}

SCARDCONTEXT establish(void) {
    SCARDCONTEXT context;
    must("SCardEstablishContext", SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context));
    return context;
}

SCARDHANDLE connect_card(SCARDCONTEXT context, const char* reader, DWORD mode) {
    SCARDHANDLE card;
    DWORD protocol;
    LONG result;
    const uint64_t end = now() + patience;
    do {
        result = SCardConnect(context, reader, mode, SCARD_PROTOCOL_T1, &card, &protocol);
    } while (result == SCARD_E_SHARING_VIOLATION && now() < end && (sleep_for(500), 1));
    must("SCardConnect", result);
    return card;
}

LONG echo(SCARDHANDLE card, const BYTE* data, BYTE size) {
    BYTE command[300] = {0x80, 0xEC, 0, 0, size}, answer[300];
    DWORD length = sizeof answer;
    memcpy(command + 5, data, size);
    command[5 + size] = 0;
    const LONG result = SCardTransmit(card, SCARD_PCI_T1, command, 6U + size, NULL, answer, &length);
    if (result == SCARD_S_SUCCESS && (length != size + 2U || memcmp(answer, data, size) != 0)) {
        broken("somebody else's answer", answer[0]);
    }
    return result;
}
