#include "drivers/usb/control_pipe.hpp"

#include <algorithm>

namespace scrm::usb {

drivers::Awaitable<Transferred> ControlPipe::send(ControlRequest request, drivers::Bytes data,
                                                  drivers::Deadline deadline) {
    const auto under_way = wait().begin();
    co_return co_await carry(request, data, data.size(), deadline);
}

drivers::Awaitable<Transferred> ControlPipe::receive(ControlRequest request, drivers::MutableBytes room,
                                                     drivers::Deadline deadline) {
    const auto under_way = wait().begin();
    const drivers::Bytes nothing;
    const Transferred received = co_await carry(request, nothing, room.size(), deadline);
    if (received.size != 0)
        std::ranges::copy(transfer().bytes().subspan(LIBUSB_CONTROL_SETUP_SIZE, received.size), room.begin());
    co_return received;
}

// What went out may hold a PIN: it does not stay here.
void ControlPipe::ended() {
    const drivers::MutableBytes bytes = transfer().bytes();
    if ((bytes[0] & LIBUSB_ENDPOINT_IN) == 0)
        std::ranges::fill(bytes, std::uint8_t{0});
}

drivers::Awaitable<Transferred> ControlPipe::carry(ControlRequest request, drivers::Bytes data,
                                                   std::size_t size, drivers::Deadline deadline) {
    if (size > largest_control_data)
        co_return Transferred{UsbStatus::Failed, 0};
    UsbStatus status = co_await until_free(deadline);
    if (status == UsbStatus::Ok) {
        const drivers::MutableBytes buffer = transfer().room(LIBUSB_CONTROL_SETUP_SIZE + size);
        libusb_fill_control_setup(buffer.data(), request.request_type, request.request, request.value,
                                  request.index, static_cast<std::uint16_t>(size));
        std::ranges::copy(data, buffer.begin() + LIBUSB_CONTROL_SETUP_SIZE);
        status = noted(transfer().submit_control(device()));
    }
    if (status != UsbStatus::Ok)
        co_return Transferred{status, 0};
    status = co_await until_ended(deadline);
    co_return Transferred{status, idle() ? transfer().transferred() : 0};
}

}  // namespace scrm::usb
