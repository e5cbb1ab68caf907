// Why a driver could not do what it was asked: a value, never an exception.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <stdexcept>

namespace scrm::drivers {

enum class DriverError : std::uint8_t {
    NoCard,                // the slot is empty, or the card left in mid-command
    CardMute,              // a card is in, but does not answer
    CardUnpowered,         // the card must be powered before it can be used
    CommunicationFailed,   // nonsense for an answer, or the driver process ended; the command may have run
    DeadlinePassed,        // the time budget of the call ran out; the command may or may not have run
    Cancelled,             // cancel() was called; the command may or may not have run
    DeviceGone,            // unplugged, closed, or its driver given up
    NotSupported,          // this reader has no such command, attribute or feature
    ProtocolNotSupported,  // card and reader cannot agree on the protocol asked for
    ResponseTooLong,       // the answer does not fit the caller's buffer; it is lost
    Refused                // a policy forbids it
};

const char* describe(DriverError error);

/// Called by Boost when value() is taken from a failed result: a bug in the caller.
[[noreturn]] inline void throw_exception_from_error(DriverError error, const boost::source_location&) {
    throw std::logic_error(describe(error));
}

template <class T>
using Result = boost::system::result<T, DriverError>;

}  // namespace scrm::drivers
