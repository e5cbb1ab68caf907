// One USB transfer with a buffer of its own, used again and again.
//
// The buffer is the kernel's from submit() until the transfer is idle again, however long that takes.
// Cancelling may block in the kernel for as long as the hardware does not respond, so it runs on another
// thread; until that call has returned the transfer is not idle either, or it could hit the transfer's next
// use.
#pragma once

#include <libusb-1.0/libusb.h>

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <vector>

#include "drivers/api/awaitable.hpp"

namespace scrm::fakes {

class UsbTransfer {
  public:
    using Done = std::function<void(libusb_transfer_status)>;

    /// `done` is called on the loop, once per submit(), when the transfer is idle.
    UsbTransfer(scrm::drivers::Executor loop, boost::asio::thread_pool& blocking, std::size_t size,
                Done done);
    UsbTransfer(const UsbTransfer&) = delete;
    UsbTransfer& operator=(const UsbTransfer&) = delete;
    ~UsbTransfer() { libusb_free_transfer(transfer_); }

    [[nodiscard]] std::vector<std::uint8_t>& buffer() { return buffer_; }
    [[nodiscard]] std::size_t transferred() const {
        return static_cast<std::size_t>(transfer_->actual_length);
    }
    [[nodiscard]] bool idle() const { return !submitted_ && !cancelling_; }

    /// The first `size` bytes of the buffer, by bulk. Returns what libusb_submit_transfer() does.
    int submit(libusb_device_handle* device, unsigned char endpoint, std::size_t size);
    void cancel();

  private:
    void tell_if_idle();

    scrm::drivers::Executor loop_;
    boost::asio::thread_pool& blocking_;
    libusb_transfer* transfer_ = libusb_alloc_transfer(0);
    std::vector<std::uint8_t> buffer_;
    Done done_;
    bool submitted_ = false;
    bool cancelling_ = false;
};

}  // namespace scrm::fakes
