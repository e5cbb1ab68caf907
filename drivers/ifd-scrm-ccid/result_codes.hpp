// Failures of our verbs in the interface's numbers.
#pragma once

#include "drivers/api/driver_error.hpp"
#include "drivers/ifd_abi/codes.hpp"

namespace scrm::ifd_handler {

[[nodiscard]] inline ifd_abi::ResponseCode code_of(drivers::DriverError error) {
    using drivers::DriverError;
    switch (error) {
        case DriverError::NoCard:
            return ifd_abi::icc_not_present;
        case DriverError::DeviceGone:
            return ifd_abi::no_such_device;
        case DriverError::DeadlinePassed:
            return ifd_abi::response_timeout;
        case DriverError::NotSupported:
        case DriverError::Refused:
            return ifd_abi::error_not_supported;
        case DriverError::ProtocolNotSupported:
            return ifd_abi::protocol_not_supported;
        case DriverError::ResponseTooLong:
            return ifd_abi::error_insufficient_buffer;
        case DriverError::CardMute:
        case DriverError::CardUnpowered:
        case DriverError::CommunicationFailed:
        case DriverError::Cancelled:
            break;
    }
    return ifd_abi::communication_error;
}

}  // namespace scrm::ifd_handler
