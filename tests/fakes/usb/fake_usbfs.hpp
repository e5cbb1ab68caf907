// A USB device as the kernel would show it: a node to open, whose descriptor takes usbfs requests.
//
// The real libusb runs on top of it, unchanged: the program is linked so that open(), close(), ioctl(),
// read() and lseek() come here first (usbfs_calls.cpp). Behind it sits interface 0 with a bulk endpoint out,
// one in and an interrupt endpoint. What goes out comes back in.
//
// As in the kernel, a device has one lock, held by every request for as long as it takes. A request that
// finds it taken is counted: on a real wedged device its thread would now stand still.
#pragma once

#include <linux/usbdevice_fs.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace scrm::fakes {

/// What may be told to fail or to take its time.
enum class UsbfsCall : std::uint8_t {
    Open,
    Describe,  // the first thing that wrapping a descriptor asks of the device
    Claim,
    SetInterface,
    ClearHalt,
    Reset,
    Cancel,
    Release,
    Close,
    Other
};

class FakeUsbfs {
  public:
    static constexpr unsigned char out_endpoint = 0x01;
    static constexpr unsigned char in_endpoint = 0x82;
    static constexpr unsigned char interrupt_endpoint = 0x83;
    static constexpr std::size_t packet = 64;  // bytes, of the bulk endpoints
    using Data = std::vector<unsigned char>;

    FakeUsbfs();
    FakeUsbfs(const FakeUsbfs&) = delete;
    FakeUsbfs& operator=(const FakeUsbfs&) = delete;
    ~FakeUsbfs();

    [[nodiscard]] const std::string& node() const { return node_; }

    // The device.
    /// From now on it takes what is sent and does not answer.
    void mute();
    void answer_again();
    /// Sends a message of its own accord, as if it had been asked for it.
    void send(Data message);
    void notify(Data frame);
    /// The next transfer on that endpoint (0: a control request) ends with that status (-EPIPE, -EOVERFLOW,
    /// ...).
    void fail_next_transfer(unsigned char endpoint, int status);
    /// From now on what goes out by bulk or as a control request is not even acknowledged.
    void take_nothing();
    void take_again();
    /// Every transfer under way ends, no later one begins.
    void unplug();

    // The kernel.
    /// From now on such a request does not return, as with hardware that has stopped responding.
    void wedge(UsbfsCall call);
    void unwedge();
    /// The next `times` requests of that kind fail.
    void fail(UsbfsCall call, int error, int times);
    [[nodiscard]] bool somebody_is_stuck();
    void wait_until_somebody_is_stuck();
    /// Requests that had to wait for another one.
    [[nodiscard]] int contended();
    [[nodiscard]] bool is_open();
    [[nodiscard]] bool is_claimed();
    /// How often it was asked for, failures included.
    [[nodiscard]] int times(UsbfsCall call);
    /// Transfers in the kernel, not yet ended.
    [[nodiscard]] std::size_t queued(unsigned char endpoint);

    // The kernel's side of the calls, from any thread: -1 and errno on failure.
    static FakeUsbfs* at(const std::string& node);
    static FakeUsbfs* at(int descriptor);
    int open_node();
    int close_node();
    int control(unsigned long request, void* argument);
    long read_descriptors(std::span<unsigned char> room);
    void rewind() { read_to_ = 0; }

  private:
    struct Message {
        Data bytes;
        bool empty_packet_follows = false;
    };

    /// Holds the device's lock; gets stuck in it if told to. An errno if the request is to fail.
    class Inside;
    int dispatch(unsigned long request, void* argument);
    int submit(usbdevfs_urb* urb);
    int discard(usbdevfs_urb* urb);
    int reap(usbdevfs_urb** urb);
    void take_message(const usbdevfs_urb& urb);
    void answer_control(usbdevfs_urb& urb);
    void serve();
    void serve(usbdevfs_urb& urb);
    void serve_in(usbdevfs_urb& urb, std::deque<Message>& messages);
    void give_back(usbdevfs_urb* urb, int status);
    void show_readiness();

    std::string node_;
    int descriptor_ = -1;  // the writing end of a pipe: writable is how usbfs says "reap"
    int reading_end_ = -1;
    bool shown_ready_ = true;
    std::size_t read_to_ = 0;

    std::recursive_mutex mutex_;
    std::condition_variable_any changed_;
    bool taken_ = false;
    int contended_ = 0;
    std::optional<UsbfsCall> wedged_;
    bool stuck_ = false;
    std::map<UsbfsCall, std::pair<int, int>> failing_;  // errno, times left
    std::map<UsbfsCall, int> times_;
    std::map<unsigned char, int> failing_transfers_;

    std::deque<usbdevfs_urb*> waiting_;  // for the device
    std::deque<usbdevfs_urb*> done_;     // to be reaped
    Data coming_;                        // a message that is not whole yet
    std::deque<Message> answers_;
    std::deque<Message> frames_;
    bool muted_ = false;
    bool takes_nothing_ = false;
    bool claimed_ = false;
    bool unplugged_ = false;
};

}  // namespace scrm::fakes
