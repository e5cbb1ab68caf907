#include "drivers/usb/out_pipe.hpp"

#include <algorithm>

namespace scrm::usb {

drivers::Awaitable<Transferred> OutPipe::send(drivers::Bytes message, drivers::Deadline deadline) {
    const auto under_way = wait().begin();
    Transferred sent{endpoint_ ? UsbStatus::Ok : UsbStatus::Failed, 0};
    while (sent.ok() && sent.size < message.size()) {
        const drivers::Bytes rest = message.subspan(sent.size);
        const Transferred part =
            co_await send_part(rest.first(std::min(rest.size(), largest_transfer)), deadline);
        sent.status = part.status;
        sent.size += part.size;
    }
    co_return sent;
}

// A message may hold a PIN: it does not stay here.
void OutPipe::ended() {
    std::ranges::fill(transfer().bytes(), std::uint8_t{0});
}

drivers::Awaitable<Transferred> OutPipe::send_part(drivers::Bytes part, drivers::Deadline deadline) {
    UsbStatus status = co_await until_free(deadline);
    if (status == UsbStatus::Ok) {
        std::copy_n(part.begin(), part.size(), transfer().room(part.size()).begin());
        status = noted(transfer().submit_bulk(device(), *endpoint_, part.size()));
    }
    if (status != UsbStatus::Ok)
        co_return Transferred{status, 0};
    status = co_await until_ended(deadline);
    co_return Transferred{status, idle() ? transfer().transferred() : 0};
}

}  // namespace scrm::usb
