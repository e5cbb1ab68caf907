// Bulk messages that go out.
#pragma once

#include <optional>

#include "drivers/usb/usb_pipe.hpp"

namespace scrm::usb {

class OutPipe final : public UsbPipe {
  public:
    /// Without an endpoint every call fails.
    OutPipe(const PipeHome& home, std::optional<std::uint8_t> endpoint)
        : UsbPipe(home), endpoint_(endpoint) {}

    drivers::Awaitable<Transferred> send(drivers::Bytes message, drivers::Deadline deadline);

  private:
    void ended() override;
    drivers::Awaitable<Transferred> send_part(drivers::Bytes part, drivers::Deadline deadline);

    std::optional<std::uint8_t> endpoint_;
};

}  // namespace scrm::usb
