// A device open by libusb, with one interface claimed: a libusb context, the descriptor of the device's node
// and libusb's handle on it. Every function here may take seconds and is called by a worker.
//
// The context is this device's alone, so that nothing of libusb's (its locks, its list of descriptors) is
// shared between a worker that is stuck with one device and the loop that serves another.
#pragma once

#include <libusb-1.0/libusb.h>

#include <memory>
#include <optional>

#include "drivers/api/descriptor.hpp"
#include "drivers/usb/usb_bus.hpp"

namespace scrm::usb {

class UsbSession;

/// A session, or why there is none.
struct Opened {
    std::unique_ptr<UsbSession> session;
    OpenError error;
};

class UsbSession {
  public:
    /// Opens the node and claims the interface.
    static Opened open(const drivers::UsbInterface& where);

    UsbSession(const UsbSession&) = delete;
    UsbSession& operator=(const UsbSession&) = delete;
    /// Gives the interface back and closes the device.
    ~UsbSession();

    [[nodiscard]] libusb_context* context() const { return context_; }
    [[nodiscard]] libusb_device_handle* handle() const { return handle_; }
    [[nodiscard]] int descriptor() const { return descriptor_.number(); }
    [[nodiscard]] const InterfaceDescription& description() const { return description_; }

    // These return what libusb does.
    int set_interface(std::uint8_t alternate);
    int clear_halt(std::uint8_t endpoint);
    int reset();

  private:
    explicit UsbSession(const drivers::UsbInterface& where);

    // Steps of open(): nothing, or what went wrong.
    std::optional<OpenError> open_node();
    std::optional<OpenError> wrap();
    std::optional<OpenError> describe_interface();
    std::optional<OpenError> claim();

    drivers::Descriptor descriptor_;
    libusb_context* context_ = nullptr;
    libusb_device_handle* handle_ = nullptr;
    bool claimed_ = false;
    InterfaceDescription description_;
};

/// libusb's error codes in the seam's words.
UsbStatus status_of(int libusb_error);

}  // namespace scrm::usb
