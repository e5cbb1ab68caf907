// Control requests.
#pragma once

#include "drivers/usb/usb_pipe.hpp"

namespace scrm::usb {

/// Bytes beside the setup packet: more the kernel does not take.
inline constexpr std::size_t largest_control_data = 4096;

class ControlPipe final : public UsbPipe {
  public:
    explicit ControlPipe(const PipeHome& home) : UsbPipe(home) {}

    // More than largest_control_data fails.
    drivers::Awaitable<Transferred> send(ControlRequest request, drivers::Bytes data,
                                         drivers::Deadline deadline);
    drivers::Awaitable<Transferred> receive(ControlRequest request, drivers::MutableBytes room,
                                            drivers::Deadline deadline);

  private:
    void ended() override;
    drivers::Awaitable<Transferred> carry(ControlRequest request, drivers::Bytes data, std::size_t size,
                                          drivers::Deadline deadline);
};

}  // namespace scrm::usb
