// Lines for people, of whom SCRM_EXPLAIN tells that there are some: on stderr, each with "scrm: " before it.
#pragma once

#include <string_view>

#include "ipc/limits.hpp"

namespace scrm::client {

/// Not all of what is in it is for us to trust: whatever could steer a terminal becomes '?'.
void write_line(ipc::MutableBytes text);

/// A line that is put together; what does not fit is left off.
class Explanation {
  public:
    Explanation& add(std::string_view text);
    void write() { write_line(ipc::MutableBytes(text_).first(size_)); }

  private:
    std::array<std::uint8_t, 512> text_;
    std::size_t size_ = 0;
};

}  // namespace scrm::client
