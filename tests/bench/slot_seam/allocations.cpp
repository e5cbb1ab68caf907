#include "tests/bench/slot_seam/allocations.hpp"

#include <cstddef>

namespace {

unsigned long count = 0;

}  // namespace

namespace scrm::bench {

unsigned long allocations() {
    return count;
}

}  // namespace scrm::bench

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): glibc's own names for what is
// replaced here
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
    ++count;
    return __libc_malloc(size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
    ++count;
    return __libc_memalign(alignment, size);
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
