// Writes an answer into the caller's space: nothing is allocated, and what does not fit is only counted.
#pragma once

#include <cstring>

#include "drivers/virtual/bytes.hpp"
#include "drivers/virtual/status_word.hpp"

namespace scrm::virtual_reader {

class ResponseWriter {
  public:
    explicit ResponseWriter(MutableBytes space) : space_(space) {}

    /// `bytes` may overlap the space: an echo may be asked for in place.
    void put(Bytes bytes) {
        if (!bytes.empty() && size_ + bytes.size() <= space_.size())
            std::memmove(space_.data() + size_, bytes.data(), bytes.size());
        size_ += bytes.size();
    }
    void put(std::uint8_t byte) { put(Bytes(&byte, 1)); }
    void put(StatusWord status) {
        put(static_cast<std::uint8_t>(static_cast<unsigned>(status) >> 8U));
        put(static_cast<std::uint8_t>(static_cast<unsigned>(status) & 0xFFU));
    }
    void clear() { size_ = 0; }

    /// The whole answer's length; more than the space holds if it did not fit.
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    MutableBytes space_;
    std::size_t size_ = 0;
};

}  // namespace scrm::virtual_reader
