// Transfers through the real libusb.
#include "tests/unit/drivers/usb/open_device.hpp"

#include <catch2/catch.hpp>
#include <cerrno>

namespace scrm::usb {

using namespace std::chrono_literals;
using namespace test;

TEST_CASE("An open interface tells what it is") {
    OneDevice one;
    const InterfaceDescription& told = one.open.usb->description();
    CHECK(told.place.node == one.open.device.node());
    CHECK(told.speed == Speed::Full);
    CHECK(told.configuration.size() == 93);
    CHECK(told.interface_count == 1);
    CHECK(told.interface.interface_class == 0x0B);
    CHECK(told.interface.extra.size() == 54);
    REQUIRE(told.interface.endpoints.size() == 3);
    CHECK(told.interface.endpoints[2].type == EndpointType::Interrupt);
    CHECK(told.interface.endpoints[2].max_packet == 8);
}

TEST_CASE("A message goes out and comes back, of any length") {
    OneDevice one;
    const std::size_t size = GENERATE(as<std::size_t>(), 1, 63, 64, 65, 271, 16'383, 16'385, 65'535);
    CAPTURE(size);
    CHECK(one.open.exchange(counting(size)) == counting(size));
}

TEST_CASE("A message that ends where a transfer does ends with an empty packet") {
    OneDevice one;
    one.open.device.send(counting(32'768));
    CHECK(one.open.receive() == counting(32'768));
}

TEST_CASE("A room that is filled is followed by what is left, or by the empty packet") {
    OneDevice one;
    one.open.room.resize(64);
    CHECK(one.open.exchange(counting(64)) == counting(64));
    CHECK(one.open.receive().empty());
    CHECK(one.open.exchange(counting(70)).size() == 64);
    CHECK(one.open.receive().size() == 6);
}

TEST_CASE("A read past its deadline stays queued, and what comes late is handed to the next one") {
    OneDevice one;
    CHECK(one.loop.run(one.open.usb->bulk_in(one.open.room, in(5ms))).status == UsbStatus::Timeout);
    CHECK(one.open.device.queued(FakeUsbfs::in_endpoint) == 1);
    one.open.device.send({1, 2, 3});
    one.loop.turn();
    CHECK(one.open.receive() == Data{1, 2, 3});
    CHECK(one.open.device.times(UsbfsCall::Cancel) == 0);
}

TEST_CASE("A cancelled read ends with Cancelled, resumes nobody at once, and the next one works") {
    OneDevice one;
    const auto reading = one.open.start_receiving(far_away());
    one.open.usb->cancel(Pipe::BulkIn);
    CHECK_FALSE(*reading);
    CHECK(one.loop.wait(reading).status == UsbStatus::Cancelled);
    one.open.usb->cancel(Pipe::BulkIn);  // nobody is there
    one.open.device.send({9});
    CHECK(one.open.receive() == Data{9});
}

TEST_CASE("An answer that is there goes before a cancel") {
    OneDevice one;
    const auto reading = one.open.start_receiving(far_away());
    one.open.device.send({5});
    one.loop.io.restart();
    while (one.open.device.times(UsbfsCall::Other) == 0 || !*reading) {
        one.loop.io.run_one();
        one.open.usb->cancel(Pipe::BulkIn);
    }
    CHECK((*reading)->ok());
}

TEST_CASE("A write that the device does not take is taken back, and the next one works") {
    OneDevice one;
    one.open.device.take_nothing();
    const Data message = counting(10);
    CHECK(one.loop.run(one.open.usb->bulk_out(message, in(5ms))).status == UsbStatus::Timeout);
    one.open.device.take_again();
    CHECK(one.open.exchange({7, 7}) == Data{7, 7});
    CHECK(one.open.device.times(UsbfsCall::Cancel) == 1);
    CHECK(one.open.device.queued(FakeUsbfs::out_endpoint) == 0);
}

TEST_CASE("A transfer that fails says how") {
    OneDevice one;
    const auto [error, status] = GENERATE(table<int, UsbStatus>({
        {-EPIPE, UsbStatus::Stall},
        {-EOVERFLOW, UsbStatus::Overflow},
        {-EPROTO, UsbStatus::Failed},
    }));
    one.open.device.fail_next_transfer(FakeUsbfs::in_endpoint, error);
    CHECK(one.loop.run(one.open.usb->bulk_in(one.open.room, far_away())).status == status);
    CHECK(one.loop.run(one.open.usb->clear_halt(Pipe::BulkIn, far_away())) == UsbStatus::Ok);
    CHECK(one.open.exchange({1}) == Data{1});
}

TEST_CASE("Control requests go both ways") {
    OneDevice one;
    const ControlRequest reading{.request_type = 0xA1, .request = 0x03, .value = 0, .index = 0};
    one.open.room.resize(12);
    const Transferred rates = one.loop.run(one.open.usb->control_in(reading, one.open.room, far_away()));
    CHECK(rates.ok());
    CHECK(one.open.bytes(rates) == Data(12, 0x03));

    const ControlRequest writing{.request_type = 0x21, .request = 0x01, .value = 0x0500, .index = 0};
    const Data nothing;
    CHECK(one.loop.run(one.open.usb->control_out(writing, nothing, far_away())).ok());
    const Data block = counting(300);
    CHECK(one.loop.run(one.open.usb->control_out(writing, block, far_away())).size == 300);
    const Data too_long(5000);
    CHECK(one.loop.run(one.open.usb->control_out(writing, too_long, far_away())).status == UsbStatus::Failed);
}

TEST_CASE("A control request is refused, or given up, and the next one works") {
    OneDevice one;
    const ControlRequest request{.request_type = 0xA1, .request = 0x02, .value = 0, .index = 0};
    const auto ask = [&](drivers::Deadline deadline) {
        return one.loop.run(one.open.usb->control_in(request, one.open.room, deadline)).status;
    };
    one.open.room.resize(4);
    one.open.device.fail_next_transfer(0, -EPIPE);
    CHECK(ask(far_away()) == UsbStatus::Stall);
    one.open.device.take_nothing();
    CHECK(ask(in(5ms)) == UsbStatus::Timeout);
    one.open.device.take_again();
    CHECK(ask(far_away()) == UsbStatus::Ok);
}

TEST_CASE("One interrupt transfer is always queued, and no frame is lost between two calls") {
    OneDevice one;
    Data room(8);
    const auto next = [&] { return one.loop.start(one.open.usb->interrupt_in(room)); };
    const auto first = next();
    CHECK_FALSE(*first);
    one.open.device.notify({0x50, 0x03});
    CHECK(one.loop.wait(first).size == 2);
    CHECK(one.open.device.queued(FakeUsbfs::interrupt_endpoint) == 1);
    one.open.device.notify({0x50, 0x02});
    one.open.device.notify({0x50, 0x01});
    one.loop.run_until([&] { return one.open.device.queued(FakeUsbfs::interrupt_endpoint) == 1; });
    CHECK(one.loop.wait(next()).ok());
    CHECK(room[1] == 0x02);
    CHECK(one.loop.wait(next()).ok());
    CHECK(room[1] == 0x01);
    CHECK(one.open.device.times(UsbfsCall::Cancel) == 0);
}

TEST_CASE("Waiting for a frame can be cancelled, and a frame is none the worse for it") {
    OneDevice one;
    Data room(8);
    const auto waiting = one.loop.start(one.open.usb->interrupt_in(room));
    one.open.usb->cancel(Pipe::InterruptIn);
    CHECK(one.loop.wait(waiting).status == UsbStatus::Cancelled);
    one.open.device.notify({0x50});
    CHECK(one.loop.run(one.open.usb->interrupt_in(room)).size == 1);
}

TEST_CASE("An interrupt pipe that failed rests until the next call") {
    OneDevice one;
    Data room(8);
    one.open.device.fail_next_transfer(FakeUsbfs::interrupt_endpoint, -EPIPE);
    CHECK(one.loop.run(one.open.usb->interrupt_in(room)).status == UsbStatus::Stall);
    CHECK(one.open.device.queued(FakeUsbfs::interrupt_endpoint) == 0);
    CHECK(one.loop.run(one.open.usb->clear_halt(Pipe::InterruptIn, far_away())) == UsbStatus::Ok);
    one.open.device.notify({0x50});
    CHECK(one.loop.run(one.open.usb->interrupt_in(room)).ok());
}

TEST_CASE("A reset takes back what is queued and puts it back afterwards") {
    OneDevice one;
    Data frame(8);
    const auto waiting = one.loop.start(one.open.usb->interrupt_in(frame));
    const auto reading = one.open.start_receiving(far_away());
    CHECK(one.loop.run(one.open.usb->reset(far_away())) == UsbStatus::Ok);
    CHECK(one.open.device.times(UsbfsCall::Reset) == 1);
    CHECK(one.open.device.times(UsbfsCall::Cancel) == 2);
    CHECK_FALSE(*waiting);
    CHECK_FALSE(*reading);
    one.open.device.notify({0x50, 0x02});
    one.open.device.send({3});
    CHECK(one.loop.wait(waiting).size == 2);
    CHECK(one.loop.wait(reading).size == 1);
    CHECK(one.loop.run(one.open.usb->set_interface(0, far_away())) == UsbStatus::Ok);
}

TEST_CASE("A device that comes back from a reset as another one is gone") {
    OneDevice one;
    one.open.device.fail(UsbfsCall::Reset, ENODEV, 1);
    CHECK(one.loop.run(one.open.usb->reset(far_away())) == UsbStatus::Gone);
    CHECK(one.loop.run(one.open.usb->bulk_in(one.open.room, far_away())).status == UsbStatus::Gone);
}

TEST_CASE("Unplugged, every call under way and every later one ends with Gone") {
    OneDevice one;
    Data frame(8);
    const auto waiting = one.loop.start(one.open.usb->interrupt_in(frame));
    const auto reading = one.open.start_receiving(far_away());
    one.open.device.unplug();
    CHECK(one.loop.wait(waiting).status == UsbStatus::Gone);
    CHECK(one.loop.wait(reading).status == UsbStatus::Gone);
    const Data message{1};
    CHECK(one.loop.run(one.open.usb->bulk_out(message, far_away())).status == UsbStatus::Gone);
    CHECK(one.loop.run(one.open.usb->clear_halt(Pipe::BulkIn, far_away())) == UsbStatus::Gone);
}

TEST_CASE("Unplugged while nothing is queued, it is noticed all the same") {
    OneDevice one;
    one.open.device.unplug();
    one.loop.run_until([&] {
        const Data message{1};
        return one.loop.run(one.open.usb->bulk_out(message, far_away())).status == UsbStatus::Gone;
    });
}

TEST_CASE("close() ends what is under way with Gone, and the kernel has everything back") {
    OneDevice one;
    Data frame(8);
    const auto waiting = one.loop.start(one.open.usb->interrupt_in(frame));
    const auto reading = one.open.start_receiving(far_away());
    CHECK(one.open.device.is_claimed());
    one.open.close();
    CHECK(one.loop.wait(waiting).status == UsbStatus::Gone);
    CHECK(one.loop.wait(reading).status == UsbStatus::Gone);
    CHECK_FALSE(one.open.device.is_open());
    CHECK(one.open.device.times(UsbfsCall::Release) == 1);
}

}  // namespace scrm::usb
