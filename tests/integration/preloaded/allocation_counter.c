/* Loaded before a program's C library: counts what it allocates, into the file named in SCRM_ALLOCATIONS,
 * eight bytes that others may read at any time. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* memory, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);

#pragma GCC visibility push(default)
void* malloc(size_t size);
void* calloc(size_t count, size_t size);
void* realloc(void* memory, size_t size);
void* memalign(size_t alignment, size_t size);
void* aligned_alloc(size_t alignment, size_t size);
int posix_memalign(void** memory, size_t alignment, size_t size);
#pragma GCC visibility pop

static _Atomic uint64_t unread;
static _Atomic uint64_t* counter = &unread;

__attribute__((constructor)) static void open_counter(void) {
    const char* path = getenv("SCRM_ALLOCATIONS");
    const int file = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file < 0 || ftruncate(file, sizeof *counter) != 0) {
        abort();
    }
    void* memory = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED) {
        abort();
    }
    counter = memory;
}

void* malloc(size_t size) {
    ++*counter;
    return __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
    ++*counter;
    return __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) {
    ++*counter;
    return __libc_realloc(memory, size);
}

void* memalign(size_t alignment, size_t size) {
    ++*counter;
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
    return memalign(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size) {
    *memory = memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}
