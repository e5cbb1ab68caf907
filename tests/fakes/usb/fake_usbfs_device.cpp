// The device behind the fake kernel, and what tests tell both.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "tests/fakes/usb/fake_usbfs.hpp"

namespace scrm::fakes {
namespace {

constexpr std::size_t setup_size = 8;
constexpr std::size_t page = 4096;
constexpr int longest_transfer = 16'384;  // a shorter one ends a message

}  // namespace

void FakeUsbfs::mute() {
    const std::lock_guard lock(mutex_);
    muted_ = true;
}

void FakeUsbfs::answer_again() {
    const std::lock_guard lock(mutex_);
    muted_ = false;
}

void FakeUsbfs::send(Data message) {
    const std::lock_guard lock(mutex_);
    const bool full_packets = !message.empty() && message.size() % packet == 0;
    answers_.push_back({std::move(message), full_packets});
    serve();
}

void FakeUsbfs::notify(Data frame) {
    const std::lock_guard lock(mutex_);
    frames_.push_back({std::move(frame), false});
    serve();
}

void FakeUsbfs::fail_next_transfer(unsigned char endpoint, int status) {
    const std::lock_guard lock(mutex_);
    failing_transfers_[endpoint] = status;
}

void FakeUsbfs::take_nothing() {
    const std::lock_guard lock(mutex_);
    takes_nothing_ = true;
}

void FakeUsbfs::take_again() {
    const std::lock_guard lock(mutex_);
    takes_nothing_ = false;
}

void FakeUsbfs::unplug() {
    const std::lock_guard lock(mutex_);
    unplugged_ = true;
    while (!waiting_.empty())
        give_back(waiting_.front(), -ESHUTDOWN);
    close(reading_end_);  // POLLERR at the other end
    reading_end_ = -1;
}

void FakeUsbfs::wedge(UsbfsCall call) {
    const std::lock_guard lock(mutex_);
    wedged_ = call;
}

void FakeUsbfs::unwedge() {
    const std::lock_guard lock(mutex_);
    wedged_.reset();
    changed_.notify_all();
}

void FakeUsbfs::fail(UsbfsCall call, int error, int times) {
    const std::lock_guard lock(mutex_);
    failing_[call] = {error, times};
}

bool FakeUsbfs::somebody_is_stuck() {
    const std::lock_guard lock(mutex_);
    return stuck_;
}

void FakeUsbfs::wait_until_somebody_is_stuck() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stuck_; });
}

int FakeUsbfs::contended() {
    const std::lock_guard lock(mutex_);
    return contended_;
}

bool FakeUsbfs::is_open() {
    const std::lock_guard lock(mutex_);
    return descriptor_ >= 0;
}

bool FakeUsbfs::is_claimed() {
    const std::lock_guard lock(mutex_);
    return claimed_;
}

int FakeUsbfs::times(UsbfsCall call) {
    const std::lock_guard lock(mutex_);
    return times_[call];
}

std::size_t FakeUsbfs::queued(unsigned char endpoint) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count(waiting_, endpoint, &usbdevfs_urb::endpoint));
}

void FakeUsbfs::take_message(const usbdevfs_urb& urb) {
    const auto* bytes = static_cast<const unsigned char*>(urb.buffer);
    coming_.insert(coming_.end(), bytes, bytes + urb.buffer_length);
    if (urb.buffer_length == longest_transfer)
        return;
    if (!muted_)
        send(coming_);
    coming_.clear();
}

/// What a request reads is its own bRequest, over and over.
void FakeUsbfs::answer_control(usbdevfs_urb& urb) {
    auto* bytes = static_cast<unsigned char*>(urb.buffer);
    if ((bytes[0] & 0x80) != 0)
        std::fill_n(bytes + setup_size, urb.buffer_length - static_cast<int>(setup_size), bytes[1]);
    urb.actual_length = urb.buffer_length - static_cast<int>(setup_size);
    give_back(&urb, 0);
}

void FakeUsbfs::serve_in(usbdevfs_urb& urb, std::deque<Message>& messages) {
    if (messages.empty())
        return;
    Message& message = messages.front();
    const std::size_t size = std::min(message.bytes.size(), static_cast<std::size_t>(urb.buffer_length));
    std::copy_n(message.bytes.begin(), size, static_cast<unsigned char*>(urb.buffer));
    message.bytes.erase(message.bytes.begin(), message.bytes.begin() + static_cast<std::ptrdiff_t>(size));
    urb.actual_length = static_cast<int>(size);
    const bool empty_packet_left =
        message.empty_packet_follows && size != 0 && urb.actual_length == urb.buffer_length;
    if (message.bytes.empty() && !empty_packet_left)
        messages.pop_front();
    give_back(&urb, 0);
}

void FakeUsbfs::serve(usbdevfs_urb& urb) {
    const bool goes_out = urb.type == USBDEVFS_URB_TYPE_CONTROL || urb.endpoint == out_endpoint;
    if (goes_out && takes_nothing_)
        return;
    if (urb.type == USBDEVFS_URB_TYPE_CONTROL)
        return answer_control(urb);
    if (urb.endpoint == in_endpoint)
        return serve_in(urb, answers_);
    if (urb.endpoint == interrupt_endpoint)
        return serve_in(urb, frames_);
    urb.actual_length = urb.buffer_length;
    give_back(&urb, 0);
    take_message(urb);
}

void FakeUsbfs::serve() {
    const std::deque<usbdevfs_urb*> waiting = waiting_;
    for (usbdevfs_urb* urb : waiting)
        if (std::ranges::find(waiting_, urb) != waiting_.end())  // not served while another one was
            serve(*urb);
}

void FakeUsbfs::give_back(usbdevfs_urb* urb, int status) {
    std::erase(waiting_, urb);
    urb->status = status;
    done_.push_back(urb);
    show_readiness();
}

void FakeUsbfs::show_readiness() {
    std::array<char, page> filling{};
    const bool ready = !done_.empty();
    if (descriptor_ < 0 || ready == shown_ready_ || reading_end_ < 0)
        return;
    shown_ready_ = ready;
    if (ready)
        (void)!read(reading_end_, filling.data(), filling.size());
    else
        (void)!write(descriptor_, filling.data(), filling.size());
}

}  // namespace scrm::fakes
