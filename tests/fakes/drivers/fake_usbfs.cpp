#include "tests/fakes/drivers/fake_usbfs.hpp"

#include <linux/ioctl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdint>

namespace scrm::fakes {
namespace {

constexpr std::array<unsigned char, 18 + 9 + 9 + 7 + 7> descriptors{
    18,   1,    0x00,
    0x02, 0,    0,
    0,    64,   0x09,
    0x12, 0x01, 0x00,
    0,    1,    0,
    0,    0,    1,  // device, one configuration
    9,    2,    32,
    0,    1,    1,
    0,    0x80, 50,  // configuration 1, one interface
    9,    4,    0,
    0,    2,    0xFF,
    0,    0,    0,  // interface 0, two endpoints
    7,    5,    FakeUsbfs::out_endpoint,
    2,    64,   0,
    0,  // bulk out
    7,    5,    FakeUsbfs::in_endpoint,
    2,    64,   0,
    0};  // bulk in

// An event descriptor is writable, which is how usbfs says "reap", unless it is full.
constexpr std::uint64_t full = UINT64_MAX - 1;

FakeUsbfs* plugged_in = nullptr;

int fail(int error) {
    errno = error;
    return -1;
}

}  // namespace

FakeUsbfs::FakeUsbfs() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    show_readiness();
    plugged_in = this;
}

FakeUsbfs::~FakeUsbfs() {
    plugged_in = nullptr;
    close(descriptor_);
}

void FakeUsbfs::mute() {
    const std::lock_guard lock(mutex_);
    muted_ = true;
}

void FakeUsbfs::answer_again() {
    const std::lock_guard lock(mutex_);
    muted_ = false;
}

void FakeUsbfs::wedge() {
    const std::lock_guard lock(mutex_);
    wedged_ = true;
}

void FakeUsbfs::unwedge() {
    const std::lock_guard lock(mutex_);
    wedged_ = false;
    changed_.notify_all();
}

bool FakeUsbfs::somebody_is_stuck() {
    const std::lock_guard lock(mutex_);
    return stuck_;
}

void FakeUsbfs::wait_until_somebody_is_stuck() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stuck_; });
}

void FakeUsbfs::unplug() {
    const std::lock_guard lock(mutex_);
    unplugged_ = true;
    while (!waiting_.empty())
        give_back(waiting_.front(), -ESHUTDOWN);
}

int FakeUsbfs::control(unsigned long request, void* argument) {
    switch (request) {
        case USBDEVFS_CONNECTINFO:
            *static_cast<usbdevfs_connectinfo*>(argument) = {.devnum = 2, .slow = 0};
            return 0;
        case USBDEVFS_GET_SPEED:
            return 2;           // full speed
        case USBDEVFS_CONTROL:  // libusb asks for nothing but the active configuration
            *static_cast<unsigned char*>(static_cast<usbdevfs_ctrltransfer*>(argument)->data) = 1;
            return 1;
        case USBDEVFS_GET_CAPABILITIES:
            *static_cast<std::uint32_t*>(argument) = USBDEVFS_CAP_NO_PACKET_SIZE_LIM;
            return 0;
        case USBDEVFS_SUBMITURB:
            return submit(static_cast<usbdevfs_urb*>(argument));
        case USBDEVFS_DISCARDURB:
            return discard(static_cast<usbdevfs_urb*>(argument));
        case USBDEVFS_REAPURBNDELAY:
            return reap(static_cast<usbdevfs_urb**>(argument));
        default:
            return fail(ENOTTY);
    }
}

long FakeUsbfs::read_descriptors(std::span<unsigned char> room) {
    const std::size_t size = std::min(room.size(), descriptors.size());
    std::copy_n(descriptors.begin(), size, room.begin());
    return static_cast<long>(size);
}

int FakeUsbfs::submit(usbdevfs_urb* urb) {
    const std::lock_guard lock(mutex_);
    if (unplugged_)
        return fail(ENODEV);
    waiting_.push_back(urb);
    if (urb->endpoint == out_endpoint) {
        const auto* bytes = static_cast<const unsigned char*>(urb->buffer);
        sent_.assign(bytes, bytes + urb->buffer_length);
        urb->actual_length = urb->buffer_length;
        give_back(urb, 0);
    }
    answer();
    return 0;
}

int FakeUsbfs::discard(usbdevfs_urb* urb) {
    std::unique_lock lock(mutex_);
    stuck_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !wedged_; });
    stuck_ = false;
    if (std::ranges::find(waiting_, urb) == waiting_.end())
        return fail(EINVAL);
    give_back(urb, -ENOENT);
    return 0;
}

int FakeUsbfs::reap(usbdevfs_urb** urb) {
    const std::lock_guard lock(mutex_);
    if (done_.empty())
        return fail(unplugged_ ? ENODEV : EAGAIN);
    *urb = done_.front();
    done_.pop_front();
    show_readiness();
    return 0;
}

void FakeUsbfs::answer() {
    const auto in = std::ranges::find(waiting_, in_endpoint, &usbdevfs_urb::endpoint);
    if (muted_ || sent_.empty() || in == waiting_.end())
        return;
    usbdevfs_urb* urb = *in;
    urb->actual_length = std::min(urb->buffer_length, static_cast<int>(sent_.size()));
    std::copy_n(sent_.begin(), urb->actual_length, static_cast<unsigned char*>(urb->buffer));
    sent_.clear();
    give_back(urb, 0);
}

void FakeUsbfs::give_back(usbdevfs_urb* urb, int status) {
    std::erase(waiting_, urb);
    urb->status = status;
    done_.push_back(urb);
    show_readiness();
}

void FakeUsbfs::show_readiness() {
    std::uint64_t count = full;
    if (done_.empty())
        (void)!write(descriptor_, &count, sizeof count);
    else
        eventfd_read(descriptor_, &count);
}

}  // namespace scrm::fakes

// The linker sends every call of ioctl() and read() here (--wrap), and names the originals __real_*.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker's names
extern "C" {
int __real_ioctl(int descriptor, unsigned long request, ...);
ssize_t __real_read(int descriptor, void* room, size_t size);

int __wrap_ioctl(int descriptor, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void* argument = va_arg(arguments, void*);
    va_end(arguments);
    scrm::fakes::FakeUsbfs* device = scrm::fakes::plugged_in;
    const bool is_usbfs_request = _IOC_TYPE(request) == 'U';
    if (device != nullptr && device->descriptor() == descriptor && is_usbfs_request)
        return device->control(request, argument);
    return __real_ioctl(descriptor, request, argument);
}

ssize_t __wrap_read(int descriptor, void* room, size_t size) {
    const scrm::fakes::FakeUsbfs* device = scrm::fakes::plugged_in;
    if (device != nullptr && device->descriptor() == descriptor)
        return scrm::fakes::FakeUsbfs::read_descriptors({static_cast<unsigned char*>(room), size});
    return __real_read(descriptor, room, size);
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
