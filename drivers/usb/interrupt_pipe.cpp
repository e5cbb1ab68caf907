#include "drivers/usb/interrupt_pipe.hpp"

#include <algorithm>

namespace scrm::usb {
namespace {

constexpr std::size_t most_waiting = 16;

}  // namespace

InterruptPipe::InterruptPipe(const PipeHome& home, const std::optional<Endpoint>& endpoint) : UsbPipe(home) {
    if (!endpoint)
        return;
    endpoint_ = endpoint->address;
    packet_ = std::max<std::size_t>(endpoint->max_packet, 1);
}

drivers::Awaitable<Transferred> InterruptPipe::next(drivers::MutableBytes room) {
    const auto under_way = wait().begin();
    if (!endpoint_)
        co_return Transferred{UsbStatus::Failed, 0};
    if (events_.empty())
        running_ = true;
    queue_transfer();
    const auto something = [this] { return !events_.empty(); };
    const UsbStatus status = co_await wait().until(something, drivers::Deadline::max());
    if (status != UsbStatus::Ok)
        co_return Transferred{status, 0};
    const Event event = std::move(events_.front());
    events_.pop_front();
    const std::size_t size = std::min(event.frame.size(), room.size());
    std::copy_n(event.frame.begin(), size, room.begin());
    co_return Transferred{event.status, size};
}

void InterruptPipe::look_again() {
    queue_transfer();
    UsbPipe::look_again();
}

void InterruptPipe::queue_transfer() {
    if (!running_ || !free())
        return;
    (void)transfer().room(packet_);
    const UsbStatus status = noted(transfer().submit_interrupt(device(), *endpoint_, packet_));
    if (status != UsbStatus::Ok)
        tell(status, {});
}

void InterruptPipe::ended() {
    const UsbStatus status = transfer().status();
    if (status != UsbStatus::Cancelled)  // taken back for a while: it will be queued again
        tell(status, transfer().bytes().first(transfer().transferred()));
    queue_transfer();
}

void InterruptPipe::tell(UsbStatus status, drivers::Bytes frame) {
    running_ = status == UsbStatus::Ok;
    if (events_.size() == most_waiting)
        events_.pop_front();
    events_.push_back({status, {frame.begin(), frame.end()}});
    wait().wake();
}

}  // namespace scrm::usb
