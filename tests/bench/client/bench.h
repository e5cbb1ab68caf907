/* What all measurements share. Each is one function that runs one side once and emits its figures; comparing
 * is done by who starts this program (side_by_side/). */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>
#include <winscard.h>

/* ---- options: words "name=value" of the command line */
const char* text_option(const char* name, const char* otherwise);
long number_option(const char* name, long otherwise);
double seconds_option(const char* name, double otherwise);

/* ---- the figures, printed as one JSON object in the end */
void emit(const char* name, double value);

/* Ends the program: something broke. */
_Noreturn void broken(const char* what, long code);
/* Every call of PC/SC that is bound to succeed. */
void must(const char* call, LONG result);

/* ---- time */
uint64_t now(void); /* nanoseconds */
void sleep_for(uint64_t nanoseconds);
void pin(long cpu); /* this process and what it starts; not at all if cpu < 0 */

/* ---- how long many things took */
struct samples {
    uint64_t* values;
    size_t count, room;
};
struct samples samples_for(size_t room); /* in memory that forked processes share */
void add(struct samples* samples, uint64_t value);
/* Of all these together, in microseconds: p50, p99, max, min, each behind the prefix. */
void emit_quantiles(const char* prefix, const struct samples* samples, size_t sets);
double p50(struct samples* samples); /* of these, in microseconds; they are sorted */

/* ---- what a process has used so far, all its threads that are still there */
struct usage {
    uint64_t cpu, switches; /* nanoseconds; context switches */
};
struct usage usage_of(pid_t process);
/* A figure of /proc/PID/status, such as "VmRSS" (in kB) or "Threads". */
long status_of(pid_t process, const char* field);

/* ---- many clients: processes of some threads each, all of them counted from 0 */
void* shared_memory(size_t size);
/* Runs work(index) in processes*threads threads and during() in this one, and returns when all have ended. */
void crowd(long processes, long threads, void (*work)(long index), void (*during)(void));
/* All that come wait until `all` have. */
struct gate {
    atomic_long come;
    _Atomic uint32_t open;
};
void pass(struct gate* gate, long all);
/* Jain's index: 1 if all have the same, 1/n if one has all. */
double fairness(const atomic_long* counts, long n);

/* ---- readers and cards */
enum { max_readers = 64, max_command = 65548 };
struct reader_list {
    char names[max_readers * MAX_READERNAME];
};
struct reader_list readers_of(SCARDCONTEXT context);
/* Counted from 0, and from 0 again behind the last one. */
const char* nth(const struct reader_list* readers, long n);
/* The reader whose name begins with the option "reader". */
const char* chosen(const struct reader_list* readers);
SCARDCONTEXT establish(void);
SCARDHANDLE connect_card(SCARDCONTEXT context, const char* reader);
/* The virtual card's echo: `size` bytes in all. Returns the size. */
DWORD echo_command(BYTE* command, DWORD size);
/* Takes that many milliseconds of the card. */
DWORD slow_command(BYTE* command, unsigned milliseconds);
void transmit(SCARDHANDLE card, const BYTE* command, DWORD size);

/* ---- moving the card: option "lever", "fifo:PATH" (the null handler) or "socket:PATH:READER" (a virtual
 * reader) */
void lever_open(void);
void lever_move(int in); /* returns before anybody has noticed */
void lever_settle(void); /* until it was taken note of */

/* ---- the measurements */
void measure_calls(void);
void measure_bare(void);
void measure_crowd(void);
void measure_contenders(void);
void measure_events(void);
void measure_storm(void);
void measure_cancel(void);
void measure_contexts(void);
void measure_waiting(void);
void measure_passes(void);
void measure_start(char** command);
