// Bulk messages that come in. A call that is given up leaves its transfer queued for the next one, so that
// nothing that comes late is lost, and nothing has to be taken back from the kernel.
#pragma once

#include <optional>

#include "drivers/usb/interface_description.hpp"
#include "drivers/usb/usb_pipe.hpp"

namespace scrm::usb {

class InPipe final : public UsbPipe {
  public:
    /// Without an endpoint every call fails.
    InPipe(const PipeHome& home, const std::optional<Endpoint>& endpoint);

    drivers::Awaitable<Transferred> receive(drivers::MutableBytes room, drivers::Deadline deadline);

  private:
    void ended() override;
    /// Has a transfer queued, or its result waiting to be read.
    drivers::Awaitable<UsbStatus> arrival(std::size_t room, drivers::Deadline deadline);
    UsbStatus submit(std::size_t size);
    [[nodiscard]] std::size_t whole_packets(std::size_t room) const;
    /// Hands out what the transfer brought, as far as it fits; true when the call is over.
    bool take(drivers::MutableBytes room, Transferred& so_far);

    std::optional<std::uint8_t> endpoint_;
    std::size_t packet_ = 1;  // bytes
    std::size_t asked_ = 0;   // bytes, of the transfer last submitted
    std::size_t taken_ = 0;   // bytes of its result that were handed out
    bool unread_ = false;     // it has ended, and not all was handed out
};

}  // namespace scrm::usb
