// The USB seam: one claimed interface of one device, as a CCID or ICCD driver needs it. Behind it is libusb
// (libusb_bus), or a fake in memory (tests/fakes/usb/scripted_usb_interface).
//
// Rules both sides keep:
//  - Everything runs on the daemon's loop; what the kernel offers only in blocking form is done elsewhere.
//  - The caller has at most one transfer under way on each pipe, and at most one of clear_halt(),
//  set_interface()
//    and reset(). Pipes are independent of each other.
//  - A transfer ends by its deadline with Timeout and soon after cancel() with Cancelled, whatever the device
//  or
//    the kernel is doing. The first reason stands, only Gone goes before all. What is left of a transfer ends
//    behind it; the next one on that pipe waits for that, within its own deadline.
//  - Bytes that came in are never lost: what arrives after a bulk_in() was given up is handed to the next
//  one.
//  - Spans are the caller's and stay alive until the call has ended; the kernel never sees them.
//  - After Gone every later call ends with Gone.
#pragma once

#include <cstdint>

#include "drivers/api/slot.hpp"
#include "drivers/usb/interface_description.hpp"

namespace scrm::usb {

enum class UsbStatus : std::uint8_t {
    Ok,
    Stall,      // the endpoint is halted (clear_halt() it), or the device refuses the control request
    Overflow,   // the device sent more than was asked for; not all of it is here
    Timeout,    // the deadline passed
    Cancelled,  // cancel() was called
    Gone,       // unplugged, or closed
    Failed      // anything else: bus errors, a request that the kernel refuses
};

const char* describe(UsbStatus status);

/// `size` bytes went over before the transfer ended as `status` says, also if that is not Ok.
struct Transferred {
    UsbStatus status = UsbStatus::Failed;
    std::size_t size = 0;

    [[nodiscard]] bool ok() const { return status == UsbStatus::Ok; }
};

enum class Pipe : std::uint8_t { Control, BulkOut, BulkIn, InterruptIn };

/// The parts of a control request's setup packet that are the caller's. `request_type` is bmRequestType; its
/// direction bit must fit the call.
struct ControlRequest {
    std::uint8_t request_type = 0;
    std::uint8_t request = 0;
    std::uint16_t value = 0;
    std::uint16_t index = 0;
};

class Interface {
  public:
    Interface() = default;
    Interface(const Interface&) = delete;
    Interface& operator=(const Interface&) = delete;
    virtual ~Interface() = default;

    [[nodiscard]] virtual const InterfaceDescription& description() const = 0;

    virtual drivers::Awaitable<Transferred> bulk_out(drivers::Bytes message, drivers::Deadline deadline) = 0;
    /// Ends with Ok after a short packet or when `room` is full. `room` is a multiple of the endpoint's
    /// max_packet. An empty packet is an Ok of 0 bytes: read on. Given up, the transfer stays queued in the
    /// kernel for the next bulk_in().
    virtual drivers::Awaitable<Transferred> bulk_in(drivers::MutableBytes room,
                                                    drivers::Deadline deadline) = 0;
    /// The next frame of the interrupt pipe; what does not fit `room` is cut off. From the first call on one
    /// transfer is always queued, and up to 16 frames wait between two calls (then the oldest goes). After
    /// anything but Ok the pipe rests until the next call. Ends by a frame, an error, cancel() or Gone.
    virtual drivers::Awaitable<Transferred> interrupt_in(drivers::MutableBytes room) = 0;
    virtual drivers::Awaitable<Transferred> control_out(ControlRequest request, drivers::Bytes data,
                                                        drivers::Deadline deadline) = 0;
    virtual drivers::Awaitable<Transferred> control_in(ControlRequest request, drivers::MutableBytes room,
                                                       drivers::Deadline deadline) = 0;
    /// Ends the call under way on that pipe, if any, with Cancelled. Itself it resumes nobody.
    virtual void cancel(Pipe pipe) = 0;

    /// These three give up what the pipes concerned still have queued, and may take seconds on a wedged
    /// device. Past the deadline they end with Timeout; the kernel's call ends behind them, and the next of
    /// these waits for it.
    virtual drivers::Awaitable<UsbStatus> clear_halt(Pipe pipe, drivers::Deadline deadline) = 0;
    virtual drivers::Awaitable<UsbStatus> set_interface(std::uint8_t alternate,
                                                        drivers::Deadline deadline) = 0;
    /// Resets the whole device, its other interfaces too. Gone if it came back as another one.
    virtual drivers::Awaitable<UsbStatus> reset(drivers::Deadline deadline) = 0;

    /// Ends every call with Gone, gives the interface back (to the kernel's driver, if it was taken from
    /// one). Ends when nobody is inside any more; only then may the interface be destroyed.
    virtual drivers::Awaitable<void> close() = 0;
};

}  // namespace scrm::usb
