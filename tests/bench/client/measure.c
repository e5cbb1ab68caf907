/* Time, samples, and what a process uses. */
#include <dirent.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "tests/bench/client/bench.h"

uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

void sleep_for(uint64_t nanoseconds) {
    struct timespec left = {(time_t)(nanoseconds / 1000000000U), (long)(nanoseconds % 1000000000U)};
    while (nanosleep(&left, &left) != 0) {
    }
}

void pin(long cpu) {
    if (cpu < 0) {
        return;
    }
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
        broken("sched_setaffinity", cpu);
    }
}

void* shared_memory(size_t size) {
    void* memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        broken("mmap", (long)size);
    }
    return memory;
}

struct samples samples_for(size_t room) {
    return (struct samples){shared_memory(room * sizeof(uint64_t)), 0, room};
}

void add(struct samples* samples, uint64_t value) {
    if (samples->count < samples->room) {
        samples->values[samples->count++] = value;
    }
}

static int ascending(const void* a, const void* b) {
    const uint64_t left = *(const uint64_t*)a, right = *(const uint64_t*)b;
    return (left > right) - (left < right);
}

static void emit_behind(const char* prefix, const char* name, uint64_t nanoseconds) {
    char full[64];
    snprintf(full, sizeof full, "%s%s", prefix, name);
    emit(full, (double)nanoseconds / 1000);
}

void emit_quantiles(const char* prefix, const struct samples* samples, size_t sets) {
    size_t count = 0, at = 0;
    for (size_t i = 0; i < sets; ++i) {
        count += samples[i].count;
    }
    if (count == 0) {
        return;
    }
    uint64_t* all = malloc(count * sizeof *all);
    for (size_t i = 0; i < sets; at += samples[i++].count) {
        memcpy(all + at, samples[i].values, samples[i].count * sizeof *all);
    }
    qsort(all, count, sizeof *all, ascending);
    emit_behind(prefix, "min", all[0]);
    emit_behind(prefix, "p50", all[count / 2]);
    emit_behind(prefix, "p99", all[count * 99 / 100]);
    emit_behind(prefix, "max", all[count - 1]);
    free(all);
}

double p50(struct samples* samples) {
    qsort(samples->values, samples->count, sizeof *samples->values, ascending);
    return samples->count ? (double)samples->values[samples->count / 2] / 1000 : 0;
}

long status_of(pid_t process, const char* field) {
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", process);
    FILE* file = fopen(path, "r");
    const size_t length = strlen(field);
    long value = -1;
    while (file && value < 0 && fgets(line, sizeof line, file)) {
        if (strncmp(line, field, length) == 0 && line[length] == ':') {
            value = strtol(line + length + 1, NULL, 10);
        }
    }
    if (file) {
        fclose(file);
    }
    return value;
}

static uint64_t cpu_of(const char* task) {
    char path[128];
    snprintf(path, sizeof path, "%s/schedstat", task);
    FILE* file = fopen(path, "r");
    unsigned long cpu = 0;
    if (file && fscanf(file, "%lu", &cpu) != 1) {
        cpu = 0;
    }
    if (file) {
        fclose(file);
    }
    return cpu;
}

static uint64_t switches_of(const char* task) {
    char path[128], line[256];
    snprintf(path, sizeof path, "%s/status", task);
    FILE* file = fopen(path, "r");
    uint64_t switches = 0;
    while (file && fgets(line, sizeof line, file)) {
        const char* number = strstr(line, "voluntary_ctxt_switches:");
        if (number) {
            switches += strtoul(strchr(number, ':') + 1, NULL, 10);
        }
    }
    if (file) {
        fclose(file);
    }
    return switches;
}

struct usage usage_of(pid_t process) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", process);
    struct usage usage = {0, 0};
    DIR* tasks = opendir(path);
    for (const struct dirent* entry; tasks && (entry = readdir(tasks));) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        char task[96];
        snprintf(task, sizeof task, "%s/%.20s", path, entry->d_name);
        usage.cpu += cpu_of(task);
        usage.switches += switches_of(task);
    }
    if (tasks) {
        closedir(tasks);
    }
    return usage;
}
