// A USB device as the kernel would show it to libusb: one descriptor that takes usbfs requests.
//
// The real libusb runs on top of it, unchanged: the program is linked so that libusb's ioctl() and read()
// come here first. Behind it sits one interface with a bulk endpoint out and one in; what goes out comes back
// in.
#pragma once

#include <linux/usbdevice_fs.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <vector>

namespace scrm::fakes {

class FakeUsbfs {
  public:
    static constexpr unsigned char out_endpoint = 0x01;
    static constexpr unsigned char in_endpoint = 0x82;

    FakeUsbfs();
    FakeUsbfs(const FakeUsbfs&) = delete;
    FakeUsbfs& operator=(const FakeUsbfs&) = delete;
    ~FakeUsbfs();

    /// What libusb_wrap_sys_device() takes.
    [[nodiscard]] int descriptor() const { return descriptor_; }

    /// From now on the device takes what is sent and does not answer.
    void mute();
    void answer_again();
    /// From now on a request to give a transfer back does not return, as with hardware that has stopped
    /// responding.
    void wedge();
    void unwedge();
    [[nodiscard]] bool somebody_is_stuck();
    void wait_until_somebody_is_stuck();
    /// Every transfer under way ends, no later one begins.
    void unplug();

    /// usbfs' side of ioctl() and read(), called from any thread: -1 and errno, as the kernel does it.
    int control(unsigned long request, void* argument);
    static long read_descriptors(std::span<unsigned char> room);

  private:
    int submit(usbdevfs_urb* urb);
    int discard(usbdevfs_urb* urb);
    int reap(usbdevfs_urb** urb);
    void answer();
    void give_back(usbdevfs_urb* urb, int status);
    void show_readiness();

    int descriptor_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<usbdevfs_urb*> waiting_;  // for an answer to come in
    std::deque<usbdevfs_urb*> done_;     // to be reaped
    std::vector<unsigned char> sent_;
    bool muted_ = false;
    bool wedged_ = false;
    bool stuck_ = false;
    bool unplugged_ = false;
};

}  // namespace scrm::fakes
