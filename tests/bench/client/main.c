/* bench_client MEASUREMENT [name=value ...] [-- COMMAND ...]: one measurement of one side: of the
 * libpcsclite.so.1 that LD_LIBRARY_PATH says and the daemon at PCSCLITE_CSOCK_NAME. Prints one JSON object;
 * exit code 1 if something broke. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/client/bench.h"

static char** words;
static int figures;

static const char* option(const char* name) {
    const size_t length = strlen(name);
    for (char** word = words; *word && strcmp(*word, "--") != 0; ++word) {
        if (strncmp(*word, name, length) == 0 && (*word)[length] == '=') {
            return *word + length + 1;
        }
    }
    return NULL;
}

const char* text_option(const char* name, const char* otherwise) {
    const char* value = option(name);
    return value ? value : otherwise;
}

long number_option(const char* name, long otherwise) {
    const char* value = option(name);
    return value ? strtol(value, NULL, 10) : otherwise;
}

double seconds_option(const char* name, double otherwise) {
    const char* value = option(name);
    return value ? strtod(value, NULL) : otherwise;
}

void emit(const char* name, double value) {
    printf("%s\"%s\": %.6g", figures++ ? ", " : "{", name, value);
}

void broken(const char* what, long code) {
    fprintf(stderr, "bench_client: %s: 0x%08lX\n", what, (unsigned long)code & 0xFFFFFFFFUL);
    exit(1);
}

void must(const char* call, LONG result) {
    if (result != SCARD_S_SUCCESS) {
        broken(call, result);
    }
}

static void start(void) {
    char** command = words;
    while (*command && strcmp(*command, "--") != 0) {
        ++command;
    }
    if (!*command) {
        broken("start needs -- COMMAND", 0);
    }
    measure_start(command + 1);
}

int main(int count, char** arguments) {
    static const struct {
        const char* name;
        void (*run)(void);
    } measurements[] = {{"calls", measure_calls},
                        {"bare", measure_bare},
                        {"crowd", measure_crowd},
                        {"contenders", measure_contenders},
                        {"events", measure_events},
                        {"storm", measure_storm},
                        {"cancel", measure_cancel},
                        {"contexts", measure_contexts},
                        {"waiting", measure_waiting},
                        {"passes", measure_passes},
                        {"start", start}};
    words = arguments + (count > 1 ? 2 : 1);
    for (size_t i = 0; count > 1 && i < sizeof measurements / sizeof *measurements; ++i) {
        if (strcmp(arguments[1], measurements[i].name) == 0) {
            measurements[i].run();
            puts(figures ? "}" : "{}");
            return 0;
        }
    }
    fprintf(stderr, "bench_client MEASUREMENT [name=value ...]: see tests/bench/client/bench.h\n");
    return 2;
}
