#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "daemon/sessions/sealed_memory.hpp"

namespace scrm::sessions {
namespace {

// What is written before goes on being written; nobody else ever begins to. Since Linux 5.1: there is no map
// on older ones.
constexpr int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL;

// Some systems refuse memory that does not say it will never be run; those before Linux 6.3 do not know the
// word.
int open_memory() {
    constexpr unsigned never_run = 0x0008U;
    constexpr unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    const int descriptor = ::memfd_create("scrm-readers", flags | never_run);
    return descriptor < 0 && errno == EINVAL ? ::memfd_create("scrm-readers", flags) : descriptor;
}

}  // namespace

std::unique_ptr<SealedMemory> SealedMemory::make(std::size_t size) {
    std::unique_ptr<SealedMemory> memory(new SealedMemory(size));
    return memory->open() ? std::move(memory) : nullptr;
}

bool SealedMemory::open() {
    descriptor_ = drivers::Descriptor(open_memory());
    if (!descriptor_.is_open() || ::ftruncate(descriptor(), static_cast<off_t>(size_)) != 0)
        return false;
    void* const address = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor(), 0);
    if (address == MAP_FAILED)
        return false;
    address_ = address;
    return ::fcntl(descriptor(), F_ADD_SEALS, seals) == 0;
}

SealedMemory::~SealedMemory() {
    if (address_ != nullptr)
        ::munmap(address_, size_);
}

}  // namespace scrm::sessions
