// One USB transfer with a buffer of its own, used again and again.
//
// The buffer is the kernel's from submit() until the transfer is idle again, however long that takes.
// Cancelling blocks in the kernel for as long as the hardware does not respond, so it is a blocking call;
// until that call has returned the transfer is not idle either, or it could hit the transfer's next use.
#pragma once

#include <libusb-1.0/libusb.h>

#include <functional>
#include <utility>
#include <vector>

#include "drivers/usb/blocking_call.hpp"

namespace scrm::usb {

class UsbTransfer {
  public:
    /// `ended` is called on the loop, perhaps out of libusb, when the transfer becomes idle, once per submit.
    UsbTransfer(BlockingCall& calls, std::function<void()> ended);
    UsbTransfer(const UsbTransfer&) = delete;
    UsbTransfer& operator=(const UsbTransfer&) = delete;
    /// Only idle.
    ~UsbTransfer() { libusb_free_transfer(transfer_); }
    /// Lets go of the device, which libusb wants before it is closed; only idle, and nothing is submitted
    /// after it.
    void retire() { libusb_free_transfer(std::exchange(transfer_, nullptr)); }

    /// `size` bytes for the next submit; only while idle.
    [[nodiscard]] drivers::MutableBytes room(std::size_t size);
    /// What the last submit used of the buffer, once idle.
    [[nodiscard]] drivers::MutableBytes bytes() {
        return drivers::MutableBytes(buffer_).first(static_cast<std::size_t>(transfer_->length));
    }
    [[nodiscard]] bool idle() const { return !submitted_ && !cancelling_; }

    // The first `size` bytes of the buffer. Anything but Ok: it was not submitted.
    UsbStatus submit_bulk(libusb_device_handle* device, std::uint8_t endpoint, std::size_t size);
    UsbStatus submit_interrupt(libusb_device_handle* device, std::uint8_t endpoint, std::size_t size);
    /// The buffer begins with a setup packet, which says how long it is.
    UsbStatus submit_control(libusb_device_handle* device);
    /// Has the kernel give it back, if it is there. What came in until then is in the buffer.
    void take_back();

    // Of the last submit, once idle.
    [[nodiscard]] UsbStatus status() const;
    [[nodiscard]] std::size_t transferred() const {
        return static_cast<std::size_t>(transfer_->actual_length);
    }

  private:
    static void completed(libusb_transfer* transfer);
    UsbStatus submit();
    void tell_if_idle();

    BlockingCall& calls_;
    libusb_transfer* transfer_ = libusb_alloc_transfer(0);
    std::vector<std::uint8_t> buffer_;
    std::function<void()> ended_;
    bool submitted_ = false;
    bool cancelling_ = false;
};

}  // namespace scrm::usb
