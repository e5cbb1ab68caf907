#include "tests/fakes/drivers/usb_transfer.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace scrm::fakes {

namespace asio = boost::asio;

UsbTransfer::UsbTransfer(scrm::drivers::Executor loop, asio::thread_pool& blocking, std::size_t size,
                         Done done)
    : loop_(std::move(loop)), blocking_(blocking), buffer_(size), done_(std::move(done)) {}

int UsbTransfer::submit(libusb_device_handle* device, unsigned char endpoint, std::size_t size) {
    const auto completed = [](libusb_transfer* transfer) {
        auto* self = static_cast<UsbTransfer*>(transfer->user_data);
        self->submitted_ = false;
        self->tell_if_idle();
    };
    libusb_fill_bulk_transfer(transfer_, device, endpoint, buffer_.data(), static_cast<int>(size), completed,
                              this, 0);
    const int error = libusb_submit_transfer(transfer_);
    submitted_ = error == LIBUSB_SUCCESS;
    return error;
}

void UsbTransfer::cancel() {
    if (!submitted_ || cancelling_)
        return;
    cancelling_ = true;
    asio::post(blocking_, [this] {
        libusb_cancel_transfer(transfer_);
        asio::post(loop_, [this] {
            cancelling_ = false;
            tell_if_idle();
        });
    });
}

void UsbTransfer::tell_if_idle() {
    if (idle())
        done_(transfer_->status);
}

}  // namespace scrm::fakes
