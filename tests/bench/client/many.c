/* Many clients at once: processes of threads, in step where they must be. */
#include <linux/futex.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/client/bench.h"

struct worker {
    pthread_t thread;
    void (*work)(long index);
    long index;
};

static void* run_worker(void* argument) {
    const struct worker* worker = argument;
    worker->work(worker->index);
    return NULL;
}

static void run_threads(long first, long threads, void (*work)(long index)) {
    struct worker* workers = calloc((size_t)threads, sizeof *workers);
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 * 1024);
    for (long i = 0; i < threads; ++i) {
        workers[i].work = work;
        workers[i].index = first + i;
        if (pthread_create(&workers[i].thread, &small, run_worker, &workers[i]) != 0) {
            broken("pthread_create", i);
        }
    }
    for (long i = 0; i < threads; ++i) {
        pthread_join(workers[i].thread, NULL);
    }
    free(workers);
}

/* A process that breaks takes the others with it: they would wait for it for ever. */
static void await_all(const pid_t* children, long count) {
    for (long left = count; left > 0; --left) {
        int status = 0;
        if (wait(&status) < 0 || status == 0) {
            continue;
        }
        for (long i = 0; i < count; ++i) {
            kill(children[i], SIGKILL);
        }
        broken("a client process ended", status);
    }
}

struct duty {
    void (*run)(void);
};

static void* run_duty(void* argument) {
    ((const struct duty*)argument)->run();
    return NULL;
}

void crowd(long processes, long threads, void (*work)(long index), void (*during)(void)) {
    pid_t* children = calloc((size_t)processes, sizeof *children);
    for (long i = 0; i < processes; ++i) {
        children[i] = fork();
        if (children[i] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            run_threads(i * threads, threads, work);
            _exit(0);
        }
        if (children[i] < 0) {
            broken("fork", i);
        }
    }
    pthread_t thread;
    struct duty duty = {during};
    if (during && pthread_create(&thread, NULL, run_duty, &duty) != 0) {
        broken("pthread_create", 0);
    }
    await_all(children, processes);
    if (during) {
        pthread_join(thread, NULL);
    }
    free(children);
}

/* A sleeping wait: a thousand that spin would be what is measured. */
void pass(struct gate* gate, long all) {
    _Atomic uint32_t* word = &gate->open;
    if (atomic_fetch_add(&gate->come, 1) + 1 == all) {
        atomic_store(word, 1);
        syscall(SYS_futex, word, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
        return;
    }
    while (!atomic_load(word)) {
        syscall(SYS_futex, word, FUTEX_WAIT, 0, NULL, NULL, 0);
    }
}

double fairness(const atomic_long* counts, long n) {
    double sum = 0, squares = 0;
    for (long i = 0; i < n; ++i) {
        const double count = (double)counts[i];
        sum += count;
        squares += count * count;
    }
    return squares > 0 ? sum * sum / ((double)n * squares) : 0;
}
