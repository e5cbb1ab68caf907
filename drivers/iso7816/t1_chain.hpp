// What does not fit into one block of T=1 goes in parts.
#pragma once

#include <cstddef>
#include <cstdint>

#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

/// A command on its way to the card, part by part.
class T1OutgoingChain {
  public:
    /// The bytes are copied; the first part is next.
    void load(Bytes command);
    /// Back to the beginning.
    void rewind();
    /// Goes on to the next part, of so many bytes at most (at least 1).
    void advance(std::uint8_t ifsc);
    /// The part that is under way: as long as it was when it was reached, however often it is sent.
    [[nodiscard]] Bytes part() const { return Bytes(bytes_).subspan(acknowledged_, part_); }
    [[nodiscard]] bool more() const { return acknowledged_ + part_ < bytes_.size(); }
    /// Leaves nothing in memory.
    void wipe();

  private:
    Buffer bytes_;
    std::size_t acknowledged_ = 0;
    std::size_t part_ = 0;
};

/// An answer on its way from the card. What is longer than any answer is dropped, all of it.
class T1IncomingChain {
  public:
    void clear();
    void add(Bytes part);
    [[nodiscard]] bool too_long() const { return too_long_; }
    [[nodiscard]] Bytes bytes() const { return bytes_; }

  private:
    Buffer bytes_;
    bool too_long_ = false;
};

}  // namespace scrm::iso7816
