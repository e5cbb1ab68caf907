#include "tests/fakes/drivers/usb_slot.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "drivers/api/awaitable.hpp"
#include "tests/fakes/drivers/fake_usbfs.hpp"

namespace scrm::fakes {
namespace {

using drivers::DriverError;

constexpr std::size_t largest_message = 16'384;

DriverError to_driver_error(int libusb_error) {
    return libusb_error == LIBUSB_ERROR_NO_DEVICE ? DriverError::DeviceGone
                                                  : DriverError::CommunicationFailed;
}

}  // namespace

UsbSlot::UsbSlot(const scrm::drivers::Executor& executor, libusb_device_handle* device)
    : device_(device),
      verb_(executor),
      out_(executor, blocking_, largest_message, [this](auto status) { note(status); }),
      in_(executor, blocking_, largest_message, [this](auto status) { note(status); }),
      closing_(executor) {}

UsbSlot::Verb<std::size_t> UsbSlot::exchange(drivers::Protocol, drivers::Bytes command,
                                             drivers::MutableBytes response, drivers::Deadline deadline) {
    auto under_way = verb_.begin();
    if (command.size() > largest_message)
        co_return DriverError::NotSupported;
    if (!idle()) {
        if (const auto given_back = co_await verb_.wait(deadline); !given_back)
            co_return given_back.error();
        under_way = verb_.begin();
    }
    if (verb_.device_gone())
        co_return DriverError::DeviceGone;
    if (const int error = start(command); error != LIBUSB_SUCCESS)
        co_return to_driver_error(error);
    if (const auto answered = co_await verb_.wait(deadline); !answered) {
        give_up();
        co_return answered.error();
    }
    if (in_.transferred() > response.size())
        co_return DriverError::ResponseTooLong;
    std::copy_n(in_.buffer().begin(), in_.transferred(), response.begin());
    co_return in_.transferred();
}

drivers::Awaitable<void> UsbSlot::close() {
    verb_.fail(DriverError::DeviceGone);
    give_up();
    const auto closing = closing_.begin();
    if (!idle())
        (void)co_await closing_.wait(drivers::Deadline::max());
    while (verb_.under_way())
        co_await boost::asio::post(scrm::drivers::use_awaitable);
    libusb_close(device_);
}

int UsbSlot::start(drivers::Bytes command) {
    std::copy(command.begin(), command.end(), out_.buffer().begin());
    if (const int error = out_.submit(device_, FakeUsbfs::out_endpoint, command.size());
        error != LIBUSB_SUCCESS)
        return error;
    const int error = in_.submit(device_, FakeUsbfs::in_endpoint, in_.buffer().size());
    if (error != LIBUSB_SUCCESS)
        give_up();
    return error;
}

void UsbSlot::give_up() {
    out_.cancel();
    in_.cancel();
}

void UsbSlot::note(libusb_transfer_status status) {
    if (status == LIBUSB_TRANSFER_NO_DEVICE)
        verb_.fail(DriverError::DeviceGone);
    else if (status != LIBUSB_TRANSFER_COMPLETED && status != LIBUSB_TRANSFER_CANCELLED)
        verb_.fail(DriverError::CommunicationFailed);
    if (idle()) {
        verb_.answered();
        closing_.answered();
    }
}

}  // namespace scrm::fakes
