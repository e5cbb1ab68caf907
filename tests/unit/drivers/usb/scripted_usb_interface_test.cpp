// The fake that drivers are tested with keeps the rules of the seam.
#include "tests/fakes/usb/scripted_usb_interface.hpp"

#include <catch2/catch.hpp>

#include "tests/fakes/loop.hpp"

namespace scrm::usb {
namespace {

using namespace std::chrono_literals;
using fakes::Loop;
using fakes::ScriptedUsbInterface;
using Data = std::vector<std::uint8_t>;

drivers::Deadline in(std::chrono::milliseconds budget) {
    return std::chrono::steady_clock::now() + budget;
}

struct Played {
    Loop loop;
    ScriptedUsbInterface usb{loop.io.get_executor(), InterfaceDescription{}};
    std::vector<std::uint8_t> room = std::vector<std::uint8_t>(64);

    [[nodiscard]] Data received(const Transferred& transferred) const {
        return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(transferred.size)};
    }
};

}  // namespace

TEST_CASE("A message by bulk reaches the device, and its answer the driver") {
    Played played;
    played.usb.on_bulk_out = [&](const Data& message) { played.usb.send(message); };
    const Data message{1, 2, 3};
    CHECK(played.loop.run(played.usb.bulk_out(message, in(10s))).size == 3);
    const Transferred answer = played.loop.run(played.usb.bulk_in(played.room, in(10s)));
    CHECK(answer.ok());
    CHECK(played.received(answer) == message);
}

TEST_CASE("A message as long as the room is followed by an empty packet") {
    Played played;
    played.usb.send(Data(64, 7));
    CHECK(played.loop.run(played.usb.bulk_in(played.room, in(10s))).size == 64);
    const Transferred empty = played.loop.run(played.usb.bulk_in(played.room, in(10s)));
    CHECK(empty.ok());
    CHECK(empty.size == 0);
    CHECK(played.loop.run(played.usb.bulk_in(played.room, in(1ms))).status == UsbStatus::Timeout);
}

TEST_CASE("A message without an end is waited for") {
    Played played;
    played.room.resize(128);
    played.usb.send_without_end(Data(64, 7));
    const auto reading = played.loop.start(played.usb.bulk_in(played.room, in(10s)));
    CHECK_FALSE(*reading);
    played.usb.cancel(Pipe::BulkIn);
    const Transferred cut = played.loop.wait(reading);
    CHECK(cut.status == UsbStatus::Cancelled);
    CHECK(cut.size == 64);
}

TEST_CASE("Faults come in their turn, and a stall stays until it is cleared") {
    Played played;
    played.usb.send(Data{1});
    played.usb.fail_next(Pipe::BulkIn, UsbStatus::Overflow);
    played.usb.fail_next(Pipe::BulkIn, UsbStatus::Stall);
    CHECK(played.loop.run(played.usb.bulk_in(played.room, in(10s))).ok());
    CHECK(played.loop.run(played.usb.bulk_in(played.room, in(10s))).status == UsbStatus::Overflow);
    CHECK(played.loop.run(played.usb.bulk_in(played.room, in(10s))).status == UsbStatus::Stall);
    CHECK(played.loop.run(played.usb.bulk_in(played.room, in(10s))).status == UsbStatus::Stall);
    CHECK(played.loop.run(played.usb.clear_halt(Pipe::BulkIn, in(10s))) == UsbStatus::Ok);
    played.usb.send(Data{2});
    CHECK(played.loop.run(played.usb.bulk_in(played.room, in(10s))).ok());
}

TEST_CASE("Held and failed messages do not reach the device") {
    Played played;
    int reached = 0;
    played.usb.on_bulk_out = [&](const Data&) { ++reached; };
    const Data message{1};
    played.usb.hold_next(Pipe::BulkOut);
    CHECK(played.loop.run(played.usb.bulk_out(message, in(1ms))).status == UsbStatus::Timeout);
    played.usb.fail_next(Pipe::BulkOut, UsbStatus::Stall);
    CHECK(played.loop.run(played.usb.bulk_out(message, in(10s))).status == UsbStatus::Stall);
    CHECK(reached == 0);
    CHECK(played.loop.run(played.usb.clear_halt(Pipe::BulkOut, in(10s))) == UsbStatus::Ok);
    CHECK(played.loop.run(played.usb.bulk_out(message, in(10s))).ok());
    CHECK(reached == 1);
}

TEST_CASE("Interrupt frames wait to be read, and are cut to the room") {
    Played played;
    played.usb.notify(Data{0x50, 0x03});
    played.usb.notify(Data(100, 9));
    CHECK(played.loop.run(played.usb.interrupt_in(played.room)).size == 2);
    CHECK(played.loop.run(played.usb.interrupt_in(played.room)).size == 64);
    const auto waiting = played.loop.start(played.usb.interrupt_in(played.room));
    CHECK_FALSE(*waiting);
    played.usb.notify(Data{0x50, 0x02});
    CHECK(played.loop.wait(waiting).size == 2);
}

TEST_CASE("Control requests are answered by the device") {
    Played played;
    const ControlRequest request{.request_type = 0xA1, .request = 3, .value = 0, .index = 0};
    CHECK(played.loop.run(played.usb.control_in(request, played.room, in(10s))).status == UsbStatus::Stall);
    played.usb.on_control = [](const ControlRequest& asked, const Data&) { return Data{asked.request}; };
    const Transferred answer = played.loop.run(played.usb.control_in(request, played.room, in(10s)));
    CHECK(played.received(answer) == Data{3});
}

TEST_CASE("Unplugged, every call ends with Gone") {
    Played played;
    const auto reading = played.loop.start(played.usb.bulk_in(played.room, in(10s)));
    const auto waiting = played.loop.start(played.usb.interrupt_in(played.room));
    played.usb.unplug();
    CHECK(played.loop.wait(reading).status == UsbStatus::Gone);
    CHECK(played.loop.wait(waiting).status == UsbStatus::Gone);
    const Data message{1};
    CHECK(played.loop.run(played.usb.bulk_out(message, in(10s))).status == UsbStatus::Gone);
    CHECK(played.loop.run(played.usb.reset(in(10s))) == UsbStatus::Gone);
    played.loop.run(played.usb.close());
    CHECK(played.usb.closed());
}

}  // namespace scrm::usb
