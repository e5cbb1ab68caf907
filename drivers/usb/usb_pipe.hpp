// What all pipes of an interface have in common: one transfer, and a place where one call waits.
#pragma once

#include "drivers/usb/usb_transfer.hpp"

namespace scrm::usb {

/// What a pipe needs of its interface, which outlives it.
struct PipeHome {
    drivers::Executor loop;
    libusb_device_handle* device = nullptr;
    BlockingCall& calls;
    std::function<void()> changed;  // something is idle that was not
    std::function<void()> gone;     // the device has left
};

/// A kernel that does not gather scattered pages cuts longer transfers into several requests, and cancelling
/// those would make the loop wait for the worker. Larger messages go in pieces: the bus sees no difference.
inline constexpr std::size_t largest_transfer = 16'384;

class UsbPipe {
  public:
    explicit UsbPipe(PipeHome home);
    UsbPipe(const UsbPipe&) = delete;
    UsbPipe& operator=(const UsbPipe&) = delete;

    void cancel() { wait_.cancel(); }
    void device_gone() { wait_.device_gone(); }
    [[nodiscard]] bool idle() const { return transfer_.idle(); }
    [[nodiscard]] bool under_way() const { return wait_.under_way(); }

    /// Before the device is closed: nobody is inside, and it has been told that the device is gone.
    void retire() { transfer_.retire(); }
    /// Takes the transfer back, and submits none until released.
    void hold() {
        held_ = true;
        transfer_.take_back();
    }
    void release() {
        held_ = false;
        look_again();
    }
    /// A worker has left, or the pipe was released.
    virtual void look_again() { wait_.wake(); }

  protected:
    ~UsbPipe() = default;

    /// The transfer is idle.
    virtual void ended() {}
    /// A transfer may be submitted: it is at hand, and nobody else is at the device.
    [[nodiscard]] bool free() const { return idle() && !held_ && !wait_.gone() && !home_.calls.busy(); }
    [[nodiscard]] UsbTransfer& transfer() { return transfer_; }
    [[nodiscard]] PipeWait& wait() { return wait_; }
    [[nodiscard]] libusb_device_handle* device() const { return home_.device; }

    /// Passes a submit's status on; that the device has gone is everybody's business.
    UsbStatus noted(UsbStatus status);
    /// Suspends until free().
    drivers::Awaitable<UsbStatus> until_free(drivers::Deadline deadline);
    /// Suspends until what was submitted has ended, and takes it back when it is given up.
    drivers::Awaitable<UsbStatus> until_ended(drivers::Deadline deadline);

  private:
    PipeHome home_;
    PipeWait wait_;
    UsbTransfer transfer_;
    bool held_ = false;
};

}  // namespace scrm::usb
