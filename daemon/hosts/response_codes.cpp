#include "daemon/hosts/response_codes.hpp"

namespace scrm::hosts {

using drivers::DriverError;

// A card that cannot be powered, for whatever reason, is one that does not answer.
std::optional<DriverError> error_of_power(std::int32_t code) {
    switch (code) {
        case ifd::success:
            return std::nullopt;
        case ifd::icc_not_present:
            return DriverError::NoCard;
        case ifd::no_such_device:
            return DriverError::DeviceGone;
        default:
            return DriverError::CardMute;
    }
}

std::optional<DriverError> error_of_protocol(std::int32_t code) {
    switch (code) {
        case ifd::success:
            return std::nullopt;
        case ifd::error_not_supported:
        case ifd::protocol_not_supported:
            return DriverError::ProtocolNotSupported;
        case ifd::not_supported:  // the caller knows what the card speaks unasked
            return DriverError::NotSupported;
        case ifd::icc_not_present:
            return DriverError::NoCard;
        case ifd::no_such_device:
            return DriverError::DeviceGone;
        default:
            return DriverError::CommunicationFailed;
    }
}

std::optional<DriverError> error_of_exchange(std::int32_t code) {
    switch (code) {
        case ifd::success:
            return std::nullopt;
        case ifd::icc_not_present:
            return DriverError::NoCard;
        case ifd::no_such_device:
            return DriverError::DeviceGone;
        case ifd::error_insufficient_buffer:
            return DriverError::ResponseTooLong;
        default:
            return DriverError::CommunicationFailed;
    }
}

std::optional<DriverError> error_of_control(std::int32_t code) {
    switch (code) {
        case ifd::success:
            return std::nullopt;
        case ifd::error_tag:
        case ifd::error_not_supported:
        case ifd::not_supported:
            return DriverError::NotSupported;
        case ifd::no_such_device:
            return DriverError::DeviceGone;
        case ifd::error_insufficient_buffer:
            return DriverError::ResponseTooLong;
        default:
            return DriverError::CommunicationFailed;
    }
}

}  // namespace scrm::hosts
