#include "tests/fakes/usb/fake_usbfs.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace scrm::fakes {
namespace {

constexpr std::array<unsigned char, 18 + 9 + 9 + 54 + 3 * 7> make_descriptors() {
    std::array<unsigned char, 18 + 9 + 9 + 54 + 3 * 7> all{
        18,   1,    0x00, 0x02, 0, 0,    0, 64,   0x09,
        0x12, 0x01, 0x00, 0,    1, 0,    0, 0,    1,   // device, one configuration
        9,    2,    93,   0,    1, 1,    0, 0x80, 50,  // configuration 1, one interface
        9,    4,    0,    0,    3, 0x0B, 0, 0,    0,   // interface 0, three endpoints
        54,   0x21, 0x10, 0x01};                       // of its class
    const std::array<unsigned char, 21> endpoints{
        7, 5, FakeUsbfs::out_endpoint,       2, 64, 0, 0,    // bulk out
        7, 5, FakeUsbfs::in_endpoint,        2, 64, 0, 0,    // bulk in
        7, 5, FakeUsbfs::interrupt_endpoint, 3, 8,  0, 16};  // interrupt in
    std::ranges::copy(endpoints, all.end() - endpoints.size());
    return all;
}
constexpr auto descriptors = make_descriptors();

// A pipe of one page is writable only when it is empty.
constexpr int page = 4096;

std::mutex registry_lock;
std::vector<FakeUsbfs*> registry;

int fail_with(int error) {
    errno = error;
    return -1;
}

UsbfsCall kind_of(unsigned long request) {
    switch (request) {
        case USBDEVFS_CONNECTINFO:
            return UsbfsCall::Describe;
        case USBDEVFS_DISCONNECT_CLAIM:
        case USBDEVFS_CLAIMINTERFACE:
            return UsbfsCall::Claim;
        case USBDEVFS_RELEASEINTERFACE:
            return UsbfsCall::Release;
        case USBDEVFS_SETINTERFACE:
            return UsbfsCall::SetInterface;
        case USBDEVFS_CLEAR_HALT:
            return UsbfsCall::ClearHalt;
        case USBDEVFS_RESET:
            return UsbfsCall::Reset;
        case USBDEVFS_DISCARDURB:
            return UsbfsCall::Cancel;
        default:
            return UsbfsCall::Other;
    }
}

}  // namespace

class FakeUsbfs::Inside {
  public:
    Inside(FakeUsbfs& device, UsbfsCall call) : device_(device), lock_(device.mutex_) {
        if (device_.taken_)
            ++device_.contended_;
        device_.changed_.wait(lock_, [&] { return !device_.taken_; });
        device_.taken_ = true;
        ++device_.times_[call];
        if (device_.wedged_ == call) {
            device_.stuck_ = true;
            device_.changed_.notify_all();
            device_.changed_.wait(lock_, [&] { return !device_.wedged_; });
            device_.stuck_ = false;
        }
        auto& [error, times] = device_.failing_[call];
        if (times > 0) {
            --times;
            error_ = error;
        }
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    ~Inside() {
        device_.taken_ = false;
        device_.changed_.notify_all();
    }
    [[nodiscard]] int error() const { return error_; }

  private:
    FakeUsbfs& device_;
    std::unique_lock<std::recursive_mutex> lock_;
    int error_ = 0;
};

FakeUsbfs::FakeUsbfs() {
    static int last = 0;
    node_ = "/dev/bus/usb/900/" + std::to_string(++last);
    const std::lock_guard lock(registry_lock);
    registry.push_back(this);
}

FakeUsbfs::~FakeUsbfs() {
    const std::lock_guard lock(registry_lock);
    std::erase(registry, this);
}

FakeUsbfs* FakeUsbfs::at(const std::string& node) {
    const std::lock_guard lock(registry_lock);
    const auto found = std::ranges::find(registry, node, &FakeUsbfs::node_);
    return found == registry.end() ? nullptr : *found;
}

FakeUsbfs* FakeUsbfs::at(int descriptor) {
    const std::lock_guard lock(registry_lock);
    const auto has_it = [descriptor](const FakeUsbfs* each) { return each->descriptor_ == descriptor; };
    const auto found = std::ranges::find_if(registry, has_it);
    return descriptor < 0 || found == registry.end() ? nullptr : *found;
}

int FakeUsbfs::open_node() {
    const Inside inside(*this, UsbfsCall::Open);
    if (inside.error() != 0 || unplugged_)
        return fail_with(inside.error() != 0 ? inside.error() : ENODEV);
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0 || fcntl(ends[1], F_SETPIPE_SZ, page) < 0)
        return -1;
    {
        const std::lock_guard lock(registry_lock);
        descriptor_ = ends[1];
    }
    reading_end_ = ends[0];
    shown_ready_ = true;
    show_readiness();
    return descriptor_;
}

int FakeUsbfs::close_node() {
    const Inside inside(*this, UsbfsCall::Close);
    {
        const std::lock_guard lock(registry_lock);
        descriptor_ = -1;
    }
    if (reading_end_ >= 0)
        close(reading_end_);
    reading_end_ = -1;
    waiting_.clear();
    done_.clear();
    claimed_ = false;
    return 0;
}

int FakeUsbfs::control(unsigned long request, void* argument) {
    const Inside inside(*this, kind_of(request));
    if (inside.error() != 0)
        return fail_with(inside.error());
    return dispatch(request, argument);
}

int FakeUsbfs::dispatch(unsigned long request, void* argument) {
    if (request == USBDEVFS_REAPURBNDELAY)
        return reap(static_cast<usbdevfs_urb**>(argument));
    if (unplugged_)
        return fail_with(ENODEV);
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
            *static_cast<std::uint32_t*>(argument) =
                USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
            return 0;
        case USBDEVFS_DISCONNECT_CLAIM:
        case USBDEVFS_CLAIMINTERFACE:
            claimed_ = true;
            return 0;
        case USBDEVFS_RELEASEINTERFACE:
            claimed_ = false;
            return 0;
        case USBDEVFS_SETINTERFACE:
        case USBDEVFS_CLEAR_HALT:
        case USBDEVFS_RESET:
        case USBDEVFS_IOCTL:  // the kernel's driver is let back in
            return 0;
        case USBDEVFS_SUBMITURB:
            return submit(static_cast<usbdevfs_urb*>(argument));
        case USBDEVFS_DISCARDURB:
            return discard(static_cast<usbdevfs_urb*>(argument));
        default:
            return fail_with(ENOTTY);
    }
}

long FakeUsbfs::read_descriptors(std::span<unsigned char> room) {
    const std::size_t size = std::min(room.size(), descriptors.size() - read_to_);
    std::copy_n(descriptors.begin() + read_to_, size, room.begin());
    read_to_ += size;
    return static_cast<long>(size);
}

int FakeUsbfs::submit(usbdevfs_urb* urb) {
    waiting_.push_back(urb);
    const bool is_control = urb->type == USBDEVFS_URB_TYPE_CONTROL;
    const auto failing = failing_transfers_.find(is_control ? 0 : urb->endpoint);
    if (failing != failing_transfers_.end()) {
        const int status = failing->second;
        failing_transfers_.erase(failing);
        give_back(urb, status);
    }
    serve();
    return 0;
}

int FakeUsbfs::discard(usbdevfs_urb* urb) {
    if (std::ranges::find(waiting_, urb) == waiting_.end())
        return fail_with(EINVAL);
    give_back(urb, -ENOENT);
    return 0;
}

int FakeUsbfs::reap(usbdevfs_urb** urb) {
    if (done_.empty())
        return fail_with(unplugged_ ? ENODEV : EAGAIN);
    *urb = done_.front();
    done_.pop_front();
    show_readiness();
    return 0;
}

}  // namespace scrm::fakes
