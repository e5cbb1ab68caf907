// A device that does not come back from a call of the kernel holds up neither the loop nor another device.
//
// Nothing here measures time: while one device is stuck, another one does hundreds of exchanges, and no
// request of the loop's to the stuck device waits for the lock that the kernel holds.
#include <catch2/catch.hpp>
#include <thread>

#include "tests/unit/drivers/usb/open_device.hpp"

namespace scrm::usb {
namespace {

using namespace std::chrono_literals;
using namespace test;

constexpr auto soon = 20ms;

struct TwoDevices {
    Loop loop;
    LibusbBus bus{loop.io.get_executor()};
    OpenDevice well{loop, bus};
    FakeUsbfs wedged;

    /// The loop and the worker have a turn.
    void pass_time() {
        loop.turn();
        std::this_thread::sleep_for(1ms);
    }
    void well_goes_on() {
        for (int i = 0; i < 200; ++i)
            CHECK(well.exchange({1, 2, 3}) == Data{1, 2, 3});
    }
    /// Runs the loop until the worker stands in the wedged call, and checks that all others live.
    void others_live() {
        while (!wedged.somebody_is_stuck())
            pass_time();
        well_goes_on();
        CHECK(wedged.somebody_is_stuck());
        CHECK(wedged.contended() == 0);
    }
};

struct StuckWhileOpen : TwoDevices {
    std::unique_ptr<Interface> usb = std::move(*loop.run(bus.open(place_of(wedged), far_away())));
    Data room = Data(64);

    ~StuckWhileOpen() {
        wedged.unwedge();
        if (usb != nullptr)
            loop.run(usb->close());
        CHECK_FALSE(wedged.is_open());
        CHECK(wedged.contended() == 0);
    }
    /// The call ends by its deadline although the kernel's does not; afterwards the device works again.
    void bear(UsbfsCall call, const std::function<drivers::Awaitable<UsbStatus>()>& verb) {
        wedged.wedge(call);
        const auto stuck = loop.start(verb());
        others_live();
        CHECK(loop.wait(stuck) == UsbStatus::Timeout);
        CHECK(loop.run(usb->bulk_in(room, in(soon))).status == UsbStatus::Timeout);
        CHECK(wedged.somebody_is_stuck());
        wedged.unwedge();
        const Data message{4, 5};
        CHECK(loop.run(usb->bulk_out(message, far_away())).ok());
        CHECK(loop.run(usb->bulk_in(room, far_away())).size == 2);
    }
};

}  // namespace

TEST_CASE("A device that cannot be opened in time is given up, and closed behind that") {
    TwoDevices two;
    two.wedged.wedge(GENERATE(UsbfsCall::Open, UsbfsCall::Describe, UsbfsCall::Claim));
    const auto opening = two.loop.start(two.bus.open(place_of(two.wedged), in(soon)));
    two.others_live();
    const auto opened = two.loop.wait(opening);
    REQUIRE(opened.has_error());
    CHECK(opened.error().reason == OpenFailure::Timeout);
    CHECK(two.wedged.somebody_is_stuck());

    two.wedged.unwedge();
    while (two.wedged.times(UsbfsCall::Close) == 0)
        two.pass_time();
    auto again = two.loop.run(two.bus.open(place_of(two.wedged), far_away()));
    REQUIRE(again.has_value());
    two.loop.run((*again)->close());
}

TEST_CASE("set_interface, clear_halt and reset end by their deadline on a wedged device") {
    StuckWhileOpen two;
    SECTION("set_interface") {
        two.bear(UsbfsCall::SetInterface, [&] { return two.usb->set_interface(1, in(soon)); });
    }
    SECTION("clear_halt") {
        two.bear(UsbfsCall::ClearHalt, [&] { return two.usb->clear_halt(Pipe::BulkIn, in(soon)); });
    }
    SECTION("reset") {
        two.bear(UsbfsCall::Reset, [&] { return two.usb->reset(in(soon)); });
    }
}

TEST_CASE("A write ends by its deadline although the kernel does not give its transfer back") {
    StuckWhileOpen two;
    two.wedged.take_nothing();
    two.wedged.wedge(UsbfsCall::Cancel);
    const Data message{1};
    CHECK(two.loop.run(two.usb->bulk_out(message, in(soon))).status == UsbStatus::Timeout);
    two.others_live();
    CHECK(two.loop.run(two.usb->bulk_out(message, in(soon))).status == UsbStatus::Timeout);
    CHECK(two.wedged.somebody_is_stuck());

    two.wedged.take_again();
    const auto waiting = two.loop.start(two.usb->bulk_out(message, far_away()));
    CHECK_FALSE(*waiting);
    two.wedged.unwedge();
    CHECK(two.loop.wait(waiting).ok());
}

TEST_CASE("close() takes as long as the kernel does, and only close() does") {
    StuckWhileOpen two;
    const UsbfsCall call = GENERATE(UsbfsCall::Release, UsbfsCall::Close, UsbfsCall::Cancel);
    const auto reading = two.loop.start(two.usb->bulk_in(two.room, far_away()));
    two.wedged.wedge(call);
    const auto closing = two.loop.start(Loop::valued(two.usb->close()));
    CHECK(two.loop.wait(reading).status == UsbStatus::Gone);
    two.others_live();
    CHECK_FALSE(*closing);
    two.wedged.unwedge();
    (void)two.loop.wait(closing);
    two.usb.reset();
}

TEST_CASE("What a wedged device sends waits until the worker has left") {
    StuckWhileOpen two;
    const auto waiting = two.loop.start(two.usb->interrupt_in(two.room));
    two.wedged.wedge(UsbfsCall::ClearHalt);
    const auto stuck = two.loop.start(two.usb->clear_halt(Pipe::BulkIn, in(soon)));
    two.wedged.wait_until_somebody_is_stuck();
    two.wedged.notify({0x50, 0x03});
    two.others_live();
    CHECK_FALSE(*waiting);
    CHECK(two.loop.wait(stuck) == UsbStatus::Timeout);
    two.wedged.unwedge();
    CHECK(two.loop.wait(waiting).size == 2);
}

TEST_CASE("A call that was given up before its turn came never runs") {
    StuckWhileOpen two;
    two.wedged.wedge(UsbfsCall::ClearHalt);
    CHECK(two.loop.run(two.usb->clear_halt(Pipe::BulkIn, in(soon))) == UsbStatus::Timeout);
    CHECK(two.loop.run(two.usb->reset(in(soon))) == UsbStatus::Timeout);
    two.wedged.unwedge();
    CHECK(two.loop.run(two.usb->set_interface(0, far_away())) == UsbStatus::Ok);
    CHECK(two.wedged.times(UsbfsCall::Reset) == 0);
}

}  // namespace scrm::usb
