#include <sys/mman.h>

#include <new>

#include "libpcsc-client/process/fork_detection.hpp"

namespace scrm::client {

std::atomic<std::uint32_t>* word_wiped_on_fork() {
    constexpr std::size_t size = sizeof(std::atomic<std::uint32_t>);  // the kernel makes a page of it
    void* const page = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return nullptr;
    if (::madvise(page, size, MADV_WIPEONFORK) == 0)
        return new (page) std::atomic<std::uint32_t>(0);
    ::munmap(page, size);
    return nullptr;
}

}  // namespace scrm::client
