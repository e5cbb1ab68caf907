#include "daemon/hosts/response_codes.hpp"

#include "drivers/ifd_abi/codes.hpp"

namespace scrm::hosts {

using drivers::DriverError;

// A card that cannot be powered, for whatever reason, is one that does not answer.
std::optional<DriverError> error_of_power(std::int32_t code) {
    switch (code) {
        case ifd_abi::success:
            return std::nullopt;
        case ifd_abi::icc_not_present:
            return DriverError::NoCard;
        case ifd_abi::no_such_device:
            return DriverError::DeviceGone;
        default:
            return DriverError::CardMute;
    }
}

std::optional<DriverError> error_of_protocol(std::int32_t code) {
    switch (code) {
        case ifd_abi::success:
            return std::nullopt;
        case ifd_abi::error_not_supported:
        case ifd_abi::protocol_not_supported:
            return DriverError::ProtocolNotSupported;
        case ifd_abi::not_supported:  // the caller knows what the card speaks unasked
            return DriverError::NotSupported;
        case ifd_abi::icc_not_present:
            return DriverError::NoCard;
        case ifd_abi::no_such_device:
            return DriverError::DeviceGone;
        default:
            return DriverError::CommunicationFailed;
    }
}

std::optional<DriverError> error_of_exchange(std::int32_t code) {
    switch (code) {
        case ifd_abi::success:
            return std::nullopt;
        case ifd_abi::icc_not_present:
            return DriverError::NoCard;
        case ifd_abi::no_such_device:
            return DriverError::DeviceGone;
        case ifd_abi::error_insufficient_buffer:
            return DriverError::ResponseTooLong;
        default:
            return DriverError::CommunicationFailed;
    }
}

std::optional<DriverError> error_of_control(std::int32_t code) {
    switch (code) {
        case ifd_abi::success:
            return std::nullopt;
        case ifd_abi::error_tag:
        case ifd_abi::error_not_supported:
        case ifd_abi::not_supported:
            return DriverError::NotSupported;
        case ifd_abi::no_such_device:
            return DriverError::DeviceGone;
        case ifd_abi::error_insufficient_buffer:
            return DriverError::ResponseTooLong;
        default:
            return DriverError::CommunicationFailed;
    }
}

}  // namespace scrm::hosts
