// The real libusb on a loop, over a kernel that is a fake and can be told to misbehave.
#pragma once

#include <boost/asio/post.hpp>

#include "drivers/usb/libusb_bus.hpp"
#include "tests/fakes/loop.hpp"
#include "tests/fakes/usb/fake_usbfs.hpp"

namespace scrm::usb::test {

using fakes::FakeUsbfs;
using fakes::Loop;
using fakes::Outcome;
using fakes::UsbfsCall;
using Data = std::vector<std::uint8_t>;

inline drivers::Deadline in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

/// Long enough never to pass in a test that goes well.
inline drivers::Deadline far_away() {
    return in(std::chrono::minutes(5));
}

inline drivers::UsbInterface place_of(const FakeUsbfs& device) {
    drivers::UsbInterface place;
    place.port_path = "900-1";
    place.node = device.node();
    return place;
}

/// A device that is open, and closed at the end.
struct OpenDevice {
    explicit OpenDevice(Loop& where, Bus& bus) : loop(where) {
        auto opened = loop.run(bus.open(place_of(device), far_away()));
        REQUIRE(opened.has_value());
        usb = std::move(*opened);
    }
    OpenDevice(const OpenDevice&) = delete;
    OpenDevice& operator=(const OpenDevice&) = delete;
    ~OpenDevice() {
        device.unwedge();
        close();
    }
    void close() {
        if (usb != nullptr)
            loop.run(usb->close());
        usb.reset();
    }
    /// What comes back in for what goes out.
    Data exchange(const Data& message) {
        CHECK(loop.run(usb->bulk_out(message, far_away())).size == message.size());
        return receive();
    }
    Data receive() {
        const Transferred received = loop.run(usb->bulk_in(room, far_away()));
        CHECK(received.ok());
        return bytes(received);
    }
    Outcome<Transferred> start_receiving(drivers::Deadline deadline) {
        return loop.start(usb->bulk_in(room, deadline));
    }
    [[nodiscard]] Data bytes(const Transferred& received) const {
        return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(received.size)};
    }

    Loop& loop;
    FakeUsbfs device;
    std::unique_ptr<Interface> usb;
    Data room = Data(65'536);
};

struct OneDevice {
    Loop loop;
    LibusbBus bus{loop.io.get_executor()};
    OpenDevice open{loop, bus};
};

/// Bytes that tell their place.
inline Data counting(std::size_t size) {
    Data data(size);
    for (std::size_t i = 0; i < size; ++i)
        data[i] = static_cast<std::uint8_t>(i * 7 + i / 251);
    return data;
}

}  // namespace scrm::usb::test
