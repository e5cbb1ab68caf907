#include "drivers/usb/usb_interface.hpp"

namespace scrm::usb {

const char* describe(UsbStatus status) {
    switch (status) {
        case UsbStatus::Ok:
            return "done";
        case UsbStatus::Stall:
            return "the endpoint is halted";
        case UsbStatus::Overflow:
            return "the device sent more than was asked for";
        case UsbStatus::Timeout:
            return "the device did not answer in time";
        case UsbStatus::Cancelled:
            return "cancelled";
        case UsbStatus::Gone:
            return "the device is gone";
        case UsbStatus::Failed:
            break;
    }
    return "the transfer failed";
}

}  // namespace scrm::usb
