#include "daemon/readers/driver_codes.hpp"

namespace scrm::readers {

using drivers::DriverError;
using ipc::ResultCode;

ipc::ResultCode code_for_power(DriverError error) {
    switch (error) {
        case DriverError::DeviceGone:
            return ResultCode::ReaderUnavailable;
        case DriverError::NoCard:
            return ResultCode::NoSmartcard;
        case DriverError::ProtocolNotSupported:
            return ResultCode::ProtocolMismatch;
        case DriverError::CardMute:
        case DriverError::CardUnpowered:
            return ResultCode::UnpoweredCard;
        default:
            return ResultCode::UnresponsiveCard;
    }
}

ipc::ResultCode code_for_exchange(DriverError error) {
    switch (error) {
        case DriverError::DeviceGone:
            return ResultCode::ReaderUnavailable;
        case DriverError::NoCard:
            return ResultCode::RemovedCard;
        case DriverError::CardUnpowered:
            return ResultCode::UnpoweredCard;
        case DriverError::ProtocolNotSupported:
            return ResultCode::ProtocolMismatch;
        case DriverError::ResponseTooLong:
            return ResultCode::InsufficientBuffer;
        case DriverError::Refused:
            return ResultCode::SecurityViolation;
        default:
            return ResultCode::NotTransacted;
    }
}

ipc::ResultCode code_for_control(DriverError error) {
    switch (error) {
        case DriverError::NotSupported:
            return ResultCode::UnsupportedFeature;
        case DriverError::NoCard:
            return ResultCode::NoSmartcard;
        default:
            return code_for_exchange(error);
    }
}

}  // namespace scrm::readers
