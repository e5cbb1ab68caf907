// Memory from the C library: operator new would need libstdc++, which this library must not bring into the
// programs that load it.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

#include "ipc/limits.hpp"

namespace scrm::client {

/// A new object, nullptr when there is no memory.
template <class T, class... Arguments>
[[nodiscard]] T* create(Arguments&&... arguments) {
    void* const room = std::malloc(sizeof(T));  // NOLINT(cppcoreguidelines-no-malloc): see above
    return room != nullptr ? new (room) T(std::forward<Arguments>(arguments)...) : nullptr;
}

/// Ends an object that create() made; nullptr is fine.
template <class T>
void destroy(T* object) {
    if (object == nullptr)
        return;
    object->~T();
    std::free(object);  // NOLINT(cppcoreguidelines-no-malloc): see above
}

/// Bytes on the heap, kept for the next use.
class Block {
  public:
    Block() = default;
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;
    ~Block() { std::free(data_); }  // NOLINT(cppcoreguidelines-no-malloc): see above

    /// Room for `size` bytes of undefined content in place of what was held; false when there is no memory.
    [[nodiscard]] bool reset(std::size_t size) {
        if (size > capacity_) {
            std::free(data_);                                       // NOLINT(cppcoreguidelines-no-malloc)
            data_ = static_cast<std::uint8_t*>(std::malloc(size));  // NOLINT(cppcoreguidelines-no-malloc)
            capacity_ = data_ != nullptr ? size : 0;
        }
        size_ = size <= capacity_ ? size : 0;
        return size_ == size;
    }

    /// The same, with what the first `kept` bytes held.
    [[nodiscard]] bool reset_keeping(std::size_t size, std::size_t kept) {
        if (size <= capacity_)
            return reset(size);
        Block larger;
        if (!larger.reset(size))
            return false;
        std::copy_n(data_, kept, larger.data_);
        std::swap(data_, larger.data_);
        std::swap(capacity_, larger.capacity_);
        size_ = size;
        return true;
    }

    /// All there is, held or not.
    [[nodiscard]] ipc::MutableBytes room() { return {data_, capacity_}; }
    [[nodiscard]] ipc::MutableBytes bytes() { return {data_, size_}; }
    [[nodiscard]] ipc::Bytes bytes() const { return {data_, size_}; }

  private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace scrm::client
