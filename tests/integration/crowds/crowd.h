/* What the crowds share: processes of our own making, and calls that say what went wrong. */
#pragma once

#include <stdint.h>
#include <sys/types.h>
#include <winscard.h>

/* Ends this process with a line about it. */
_Noreturn void broken(const char* what, long code);
/* Every call that is bound to succeed. */
void must(const char* call, LONG result);

uint64_t now(void); /* milliseconds */
void sleep_for(unsigned microseconds);

/* Memory that forked processes share. */
void* shared_memory(size_t size);
/* Starts work(index) in a process that ends with this one. */
pid_t start(void (*work)(long index), long index);

SCARDCONTEXT establish(void);
/* Tries again for a while if another has the card to itself: the daemon may not yet have noticed its death.
 */
SCARDHANDLE connect_card(SCARDCONTEXT context, const char* reader, DWORD mode);
/* Sends it and checks that the card answers with these very bytes. */
LONG echo(SCARDHANDLE card, const BYTE* data, BYTE size);
