// Where a handler writes its answers. Handlers exist that write a little more than they were given room for,
// and mostly nobody noticed; here it does no harm and is noticed. Who writes much more meets a page that is
// nobody's.
#pragma once

#include "ipc/limits.hpp"

namespace scrm::ifd_host {

class TransferBuffer {
  public:
    static constexpr std::size_t usable =
        131072;  // bytes, of the handler's answer and what it writes too much

    TransferBuffer();
    /// Over `usable` bytes of somebody else's memory, behind which there is such a page.
    explicit TransferBuffer(std::uint8_t* begin) : begin_(begin) {}
    TransferBuffer(const TransferBuffer&) = delete;
    TransferBuffer& operator=(const TransferBuffer&) = delete;
    ~TransferBuffer();

    /// Room for an answer of `room` bytes, <= max_payload_size; marks what lies behind it.
    std::uint8_t* prepare(std::size_t room);
    /// Whether the marks behind the room prepared last are gone.
    [[nodiscard]] bool was_overrun() const;
    [[nodiscard]] ipc::Bytes first(std::size_t size) const { return {begin_, size}; }

  private:
    std::uint8_t* begin_;
    std::uint8_t* own_ = nullptr;  // to be given back
    std::size_t room_ = 0;
};

}  // namespace scrm::ifd_host
