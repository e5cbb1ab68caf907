/* Loaded before a program's C library: the file named in SCRM_ALLOCATION_FAILS has one byte, and once
 * somebody makes it other than zero the next malloc fails, and no other after it. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void* __libc_malloc(size_t size);

#pragma GCC visibility push(default)
void* malloc(size_t size);
#pragma GCC visibility pop

static _Atomic unsigned char never;
static _Atomic unsigned char* fails = &never;

__attribute__((constructor)) static void open_switch(void) {
    const char* path = getenv("SCRM_ALLOCATION_FAILS");
    const int file = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file < 0 || ftruncate(file, sizeof *fails) != 0) {
        abort();
    }
    void* memory = mmap(NULL, sizeof *fails, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED) {
        abort();
    }
    fails = memory;
}

void* malloc(size_t size) {
    if (*fails && atomic_exchange(fails, 0)) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_malloc(size);
}
