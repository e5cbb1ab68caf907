#include "drivers/usb/usb_transfer.hpp"

#include <utility>

#include "drivers/usb/usb_session.hpp"

namespace scrm::usb {

UsbTransfer::UsbTransfer(BlockingCall& calls, std::function<void()> ended)
    : calls_(calls), ended_(std::move(ended)) {}

drivers::MutableBytes UsbTransfer::room(std::size_t size) {
    if (buffer_.size() < size)
        buffer_.resize(size);
    return drivers::MutableBytes(buffer_).first(size);
}

void UsbTransfer::completed(libusb_transfer* transfer) {
    auto* self = static_cast<UsbTransfer*>(transfer->user_data);
    self->submitted_ = false;
    self->tell_if_idle();
}

UsbStatus UsbTransfer::submit_bulk(libusb_device_handle* device, std::uint8_t endpoint, std::size_t size) {
    libusb_fill_bulk_transfer(transfer_, device, endpoint, buffer_.data(), static_cast<int>(size), completed,
                              this, 0);
    return submit();
}

UsbStatus UsbTransfer::submit_interrupt(libusb_device_handle* device, std::uint8_t endpoint,
                                        std::size_t size) {
    libusb_fill_interrupt_transfer(transfer_, device, endpoint, buffer_.data(), static_cast<int>(size),
                                   completed, this, 0);
    return submit();
}

UsbStatus UsbTransfer::submit_control(libusb_device_handle* device) {
    libusb_fill_control_transfer(transfer_, device, buffer_.data(), completed, this, 0);
    return submit();
}

UsbStatus UsbTransfer::submit() {
    const UsbStatus status = status_of(libusb_submit_transfer(transfer_));
    submitted_ = status == UsbStatus::Ok;
    return status;
}

void UsbTransfer::take_back() {
    if (!submitted_ || cancelling_)
        return;
    cancelling_ = true;
    calls_.ask([transfer = transfer_] { libusb_cancel_transfer(transfer); },
               [this] {
                   cancelling_ = false;
                   tell_if_idle();
               });
}

UsbStatus UsbTransfer::status() const {
    switch (transfer_->status) {
        case LIBUSB_TRANSFER_COMPLETED:
            return UsbStatus::Ok;
        case LIBUSB_TRANSFER_STALL:
            return UsbStatus::Stall;
        case LIBUSB_TRANSFER_OVERFLOW:
            return UsbStatus::Overflow;
        case LIBUSB_TRANSFER_NO_DEVICE:
            return UsbStatus::Gone;
        case LIBUSB_TRANSFER_CANCELLED:
            return UsbStatus::Cancelled;
        case LIBUSB_TRANSFER_TIMED_OUT:
        case LIBUSB_TRANSFER_ERROR:
            break;
    }
    return UsbStatus::Failed;
}

void UsbTransfer::tell_if_idle() {
    if (idle())
        ended_();
}

}  // namespace scrm::usb
