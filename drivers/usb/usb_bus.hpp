// Where interfaces come from.
#pragma once

#include <boost/system/result.hpp>
#include <memory>
#include <stdexcept>
#include <string>

#include "drivers/usb/usb_interface.hpp"

namespace scrm::usb {

enum class OpenFailure : std::uint8_t {
    AccessDenied,  // this user may not open the device
    Busy,          // somebody else has claimed the interface
    Gone,          // unplugged meanwhile
    Timeout,       // the deadline passed
    Failed         // anything else
};

/// `explanation` is for people: what is wrong, who is in the way, what to do about it.
struct OpenError {
    OpenFailure reason = OpenFailure::Failed;
    std::string explanation;
};

/// Called by Boost when value() is taken from a failed result: a bug in the caller.
[[noreturn]] inline void throw_exception_from_error(const OpenError& error, const boost::source_location&) {
    throw std::logic_error(error.explanation);
}

using OpenResult = boost::system::result<std::unique_ptr<Interface>, OpenError>;

class Bus {
  public:
    virtual ~Bus() = default;

    /// Opens the device and claims that interface of it. Taken away from a kernel driver if one has it; tried
    /// again for a while when the device may not be opened yet (udev is on its way) or somebody else has it.
    virtual drivers::Awaitable<OpenResult> open(drivers::UsbInterface where, drivers::Deadline deadline) = 0;
};

}  // namespace scrm::usb
