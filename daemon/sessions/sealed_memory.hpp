// Memory that this process writes, and that whoever is given its descriptor can read and do nothing else
// with: not write, not shrink, not grow.
#pragma once

#include <cstddef>
#include <memory>

#include "drivers/api/descriptor.hpp"

namespace scrm::sessions {

class SealedMemory {
  public:
    /// `size` zero bytes, which cost nothing before they are written; nullptr where there is no such memory.
    static std::unique_ptr<SealedMemory> make(std::size_t size);
    SealedMemory(const SealedMemory&) = delete;
    SealedMemory& operator=(const SealedMemory&) = delete;
    ~SealedMemory();

    [[nodiscard]] void* address() const { return address_; }
    [[nodiscard]] int descriptor() const { return descriptor_.number(); }

  private:
    explicit SealedMemory(std::size_t size) : size_(size) {}
    bool open();

    std::size_t size_;
    drivers::Descriptor descriptor_;
    void* address_ = nullptr;
};

}  // namespace scrm::sessions
