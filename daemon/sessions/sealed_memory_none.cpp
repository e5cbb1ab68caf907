#include "daemon/sessions/sealed_memory.hpp"

namespace scrm::sessions {

std::unique_ptr<SealedMemory> SealedMemory::make(std::size_t) {
    return nullptr;
}

SealedMemory::~SealedMemory() = default;

}  // namespace scrm::sessions
