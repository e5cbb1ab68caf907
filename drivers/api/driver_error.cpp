#include "drivers/api/driver_error.hpp"

namespace scrm::drivers {

const char* describe(DriverError error) {
    switch (error) {
        case DriverError::NoCard:
            return "no card in the slot";
        case DriverError::CardMute:
            return "the card does not answer";
        case DriverError::CardUnpowered:
            return "the card is not powered";
        case DriverError::CommunicationFailed:
            return "communication with the reader or the card failed";
        case DriverError::DeadlinePassed:
            return "no answer in time";
        case DriverError::Cancelled:
            return "cancelled";
        case DriverError::DeviceGone:
            return "the reader is gone";
        case DriverError::NotSupported:
            return "not supported by the reader";
        case DriverError::ProtocolNotSupported:
            return "card and reader share no such protocol";
        case DriverError::ResponseTooLong:
            return "the answer is longer than the caller's buffer";
        case DriverError::Refused:
            return "refused by policy";
    }
    return "unknown driver error";
}

}  // namespace scrm::drivers
