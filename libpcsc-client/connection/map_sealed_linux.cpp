#include <fcntl.h>
#include <sys/mman.h>

#include "libpcsc-client/connection/mapped_readers.hpp"

namespace scrm::client {

// Memory that could shrink would raise SIGBUS in the program that reads it.
void* map_sealed(int descriptor, std::size_t size) {
    const int seals = ::fcntl(descriptor, F_GET_SEALS);
    if (seals < 0 || (seals & F_SEAL_SHRINK) == 0)
        return nullptr;
    void* const address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
    return address == MAP_FAILED ? nullptr : address;
}

}  // namespace scrm::client
