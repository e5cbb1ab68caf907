#include "drivers/usb/in_pipe.hpp"

#include <algorithm>

namespace scrm::usb {

InPipe::InPipe(const PipeHome& home, const std::optional<Endpoint>& endpoint) : UsbPipe(home) {
    if (!endpoint)
        return;
    endpoint_ = endpoint->address;
    packet_ = std::clamp<std::size_t>(endpoint->max_packet, 1, largest_transfer);
}

drivers::Awaitable<Transferred> InPipe::receive(drivers::MutableBytes room, drivers::Deadline deadline) {
    const auto under_way = wait().begin();
    Transferred so_far{endpoint_ ? UsbStatus::Ok : UsbStatus::Failed, 0};
    bool over = !endpoint_;
    while (!over) {
        so_far.status = co_await arrival(room.size() - so_far.size, deadline);
        over = so_far.status != UsbStatus::Ok || take(room, so_far);
    }
    co_return so_far;
}

drivers::Awaitable<UsbStatus> InPipe::arrival(std::size_t room, drivers::Deadline deadline) {
    const auto something_to_do = [this] { return unread_ || free(); };
    while (!unread_) {
        UsbStatus status = co_await wait().until(something_to_do, deadline);
        if (status == UsbStatus::Ok && !unread_)
            status = submit(whole_packets(room));
        if (status != UsbStatus::Ok)
            co_return status;
    }
    co_return UsbStatus::Ok;
}

UsbStatus InPipe::submit(std::size_t size) {
    asked_ = size;
    taken_ = 0;
    (void)transfer().room(size);
    return noted(transfer().submit_bulk(device(), *endpoint_, size));
}

std::size_t InPipe::whole_packets(std::size_t room) const {
    const std::size_t packets = std::min((room + packet_ - 1) / packet_, largest_transfer / packet_);
    return std::max<std::size_t>(packets, 1) * packet_;
}

void InPipe::ended() {
    const bool taken_back_empty =
        transfer().status() == UsbStatus::Cancelled && transfer().transferred() == 0;
    unread_ = !taken_back_empty;
}

bool InPipe::take(drivers::MutableBytes room, Transferred& so_far) {
    const std::size_t size = std::min(transfer().transferred() - taken_, room.size() - so_far.size);
    std::copy_n(transfer().bytes().subspan(taken_).begin(), size, room.subspan(so_far.size).begin());
    taken_ += size;
    so_far.size += size;
    const bool full = so_far.size == room.size();
    unread_ = taken_ < transfer().transferred();
    if (unread_ || transfer().status() == UsbStatus::Cancelled)  // the message goes on in the next transfer
        return full;
    so_far.status = transfer().status();
    return full || !so_far.ok() || transfer().transferred() < asked_;
}

}  // namespace scrm::usb
