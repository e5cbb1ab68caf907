// Frames of the interrupt pipe. From the first call on one transfer is always queued, whatever else is under
// way, and what it brings waits to be read: nothing that happens between two calls is lost.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "drivers/usb/interface_description.hpp"
#include "drivers/usb/usb_pipe.hpp"

namespace scrm::usb {

class InterruptPipe final : public UsbPipe {
  public:
    /// Without an endpoint every call fails.
    InterruptPipe(const PipeHome& home, const std::optional<Endpoint>& endpoint);

    drivers::Awaitable<Transferred> next(drivers::MutableBytes room);
    void look_again() override;

  private:
    struct Event {
        UsbStatus status;
        std::vector<std::uint8_t> frame;
    };

    void ended() override;
    void queue_transfer();
    void tell(UsbStatus status, drivers::Bytes frame);

    std::optional<std::uint8_t> endpoint_;
    std::size_t packet_ = 1;  // bytes
    std::deque<Event> events_;
    bool running_ = false;  // a transfer is to be queued whenever there is none
};

}  // namespace scrm::usb
