#include "tests/unit/daemon/hotplug/devices_bench.hpp"

using namespace scrm::hotplug;
using namespace scrm::hotplug::test;
using namespace std::chrono_literals;

TEST_CASE("a device that arrives is opened, and its slots are readers") {
    Bench bench;
    bench.generic.scripts["a"].slots = 2;
    bench.arrive("a");
    CHECK(bench.generic.opened == Addresses{"a"});
    CHECK(bench.has("a 00 00"));
    CHECK(bench.has("a 00 01"));
}

TEST_CASE("a device that departs takes its readers and is closed") {
    Bench bench;
    bench.arrive("a");
    bench.arrive("b");
    const auto slot = bench.registry.find("a 00 00");
    bench.depart("a");
    CHECK(slot->gone());
    CHECK_FALSE(bench.has("a 00 00"));
    CHECK(bench.has("b 00 00"));
    CHECK(bench.loop.at_once(
              slot->connect(std::make_shared<scrm::readers::CardHandle>(), scrm::readers::ShareMode::Direct,
                            0, scrm::readers::Patience::Wait)) == scrm::ipc::ResultCode::ReaderUnavailable);
}

TEST_CASE("the driver that fits best has the device") {
    Bench bench;
    bench.special.scripts["a"] = {{"special", {}, {}}, 1, {}, {}};
    bench.arrive("a");
    bench.arrive("b");
    CHECK(bench.special.opened == Addresses{"a"});
    CHECK(bench.generic.opened == Addresses{"b"});
    CHECK(bench.has("special 00 00"));
}

TEST_CASE("a device that no driver fits is none of ours, and delays nobody") {
    Bench bench;
    bench.arrive("unknown");
    bench.enumerated();
    CHECK(bench.registry.slot_count() == 0);
    CHECK(bench.registry.settled());
    bench.depart("unknown");
}

TEST_CASE("a device that cannot be opened delays nobody, and is tried again when it is plugged in again") {
    Bench bench;
    bench.generic.scripts["a"].failure = DriverError::CommunicationFailed;
    bench.arrive("a");
    bench.enumerated();
    CHECK(bench.registry.settled());
    CHECK_FALSE(bench.has("a 00 00"));
    bench.depart("a");
    bench.generic.scripts["a"].failure.reset();
    bench.arrive("a");
    CHECK(bench.has("a 00 00"));
}

TEST_CASE("a device that cannot be opened is tried again, as long as it is there and may get better") {
    Bench bench;
    bench.generic.scripts["a"].failure = DriverError::CommunicationFailed;
    bench.generic.scripts["b"].failure = DriverError::NotSupported;
    bench.arrive("a");
    bench.arrive("b");
    bench.enumerated();
    CHECK_FALSE(bench.has("a 00 00"));
    bench.generic.scripts["a"].failure.reset();
    bench.generic.scripts["b"].failure.reset();
    bench.loop.run_until([&] { return bench.has("a 00 00"); });
    CHECK(bench.generic.opened == Addresses{"a", "b", "a"});
    bench.generic.scripts["a"].failure = DriverError::CommunicationFailed;
    bench.depart("a");
    bench.arrive("a");
    bench.depart("a");
    bench.loop.turn();
    CHECK(bench.loop.io.stopped());
}

TEST_CASE("the first enumeration has settled when all found are open and their cards known, not before") {
    Bench bench;
    bench.prepare = [](ScriptedDevice& device) { device.slot(0).hold(SlotVerb::PowerOn); };
    bench.generic.opening.hold();
    bench.arrive("a");
    CHECK_FALSE(bench.registry.settled());
    bench.enumerated();
    CHECK_FALSE(bench.registry.settled());
    bench.generic.opening.release();
    bench.loop.turn();
    CHECK_FALSE(bench.registry.settled());
    bench.opened->slot(0).release(SlotVerb::PowerOn);
    bench.loop.turn();
    CHECK(bench.registry.settled());
}

TEST_CASE("a device that is ready first does not settle for one that is not") {
    Bench bench;
    bench.arrive("a");
    bench.generic.opening.hold();
    bench.arrive("b");
    bench.enumerated();
    CHECK(bench.has("a 00 00"));
    CHECK_FALSE(bench.registry.settled());
    bench.generic.opening.release();
    bench.loop.turn();
    CHECK(bench.registry.settled());
}

TEST_CASE("every monitor must have told of all it found") {
    Bench bench(2);
    bench.enumerated();
    CHECK_FALSE(bench.registry.settled());
    bench.enumerated();
    CHECK(bench.registry.settled());
}

TEST_CASE("without any device the first enumeration settles, and leaves nothing to wait for") {
    Loop loop;
    scrm::readers::Registry registry(loop.io.get_executor(), {});
    Devices devices(loop.io.get_executor(), registry, {}, 1);
    loop.turn();
    CHECK_FALSE(loop.io.stopped());
    devices.enumerated();
    loop.turn();
    CHECK(registry.settled());
    CHECK(loop.io.stopped());
}

TEST_CASE("a device that is told of twice is opened once") {
    Bench bench;
    bench.arrive("a");
    bench.arrive("a");
    CHECK(bench.generic.opened == Addresses{"a"});
    CHECK(bench.registry.slot_count() == 1);
}

TEST_CASE("the departure of what never arrived is nothing") {
    Bench bench;
    bench.arrive("a");
    bench.depart("b");
    bench.depart("a");
    bench.depart("a");
    CHECK(bench.registry.slot_count() == 0);
}

TEST_CASE("a device that departs while it is opened is not left behind") {
    Bench bench;
    bench.generic.opening.hold();
    bench.arrive("a");
    bench.depart("a");
    bench.enumerated();
    bench.generic.opening.release();
    bench.loop.turn();
    CHECK(bench.registry.slot_count() == 0);
    bench.after(2s);
    CHECK(bench.registry.settled());
}

TEST_CASE("a device that departs before its card has answered departs at once; that card is not waited for") {
    Bench bench;
    bench.prepare = [](ScriptedDevice& device) { device.slot(0).hold(SlotVerb::PowerOn); };
    bench.arrive("a");
    bench.enumerated();
    CHECK(bench.has("a 00 00"));
    CHECK_FALSE(bench.registry.settled());
    bench.depart("a");
    CHECK_FALSE(bench.has("a 00 00"));
    bench.after(2s);
    CHECK(bench.registry.settled());
}

TEST_CASE(
    "a device that is plugged in again while it is still being closed is opened again, by its old name") {
    Bench bench;
    bench.prepare = [](ScriptedDevice& device) { device.closing.hold(); };
    bench.arrive("a");
    ScriptedDevice* const first = bench.opened;
    bench.depart("a");
    CHECK(first->closing.reached());
    bench.prepare = [](ScriptedDevice&) {};
    bench.arrive("a");
    CHECK(bench.generic.opened == Addresses{"a", "a"});
    CHECK(bench.has("a 00 00"));
    first->closing.release();
    bench.loop.turn();
    CHECK(bench.has("a 00 00"));
}

TEST_CASE("a device that is opened anew leaves its clients behind and keeps its name") {
    Bench bench;
    bench.arrive("a");
    bench.arrive("b");
    const auto slot = bench.registry.find("a 00 00");
    const auto other = bench.registry.find("b 00 00");
    bench.devices.open_anew();
    CHECK(slot->gone());
    CHECK(other->gone());
    bench.loop.turn();
    CHECK(bench.generic.opened == Addresses{"a", "b", "a", "b"});
    CHECK(bench.has("a 00 00"));
    CHECK(bench.has("b 00 00"));
    CHECK(bench.registry.slot_count() == 2);
}

TEST_CASE("what departs while it is opened anew is gone") {
    Bench bench;
    bench.arrive("a");
    bench.devices.open_anew();
    bench.depart("a");
    CHECK_FALSE(bench.has("a 00 00"));
}

TEST_CASE("when the daemon ends every device departs, and it waits until all are closed") {
    Bench bench;
    bench.prepare = [](ScriptedDevice& device) { device.closing.hold(); };
    bench.arrive("a");
    ScriptedDevice* const slow = bench.opened;
    bench.prepare = [](ScriptedDevice&) {};
    bench.arrive("b");
    const auto ended = bench.loop.start(Loop::valued(bench.devices.close_all()));
    CHECK(bench.registry.slot_count() == 0);
    CHECK_FALSE(*ended);
    slow->closing.release();
    bench.loop.turn();
    CHECK(*ended);
}

TEST_CASE("when the daemon ends it waits for a device that is still being opened, and closes it") {
    Bench bench;
    bench.generic.opening.hold();
    bench.arrive("a");
    const auto ended = bench.loop.start(Loop::valued(bench.devices.close_all()));
    CHECK_FALSE(*ended);
    bench.generic.opening.release();
    bench.loop.turn();
    CHECK(*ended);
    CHECK(bench.registry.slot_count() == 0);
}

TEST_CASE("who opens a device that departs is told so, and nobody whose device is open") {
    Bench bench;
    bench.arrive("b");
    bench.generic.opening.hold();
    bench.arrive("a");
    bench.depart("b");
    CHECK(bench.generic.given_up.empty());
    bench.depart("a");
    CHECK(bench.generic.given_up == Addresses{"a"});
    bench.arrive("b");
    (void)bench.loop.start(Loop::valued(bench.devices.close_all()));
    CHECK(bench.generic.given_up == Addresses{"a", "b"});
}

TEST_CASE("a device that departs before anybody has begun to open it is not opened") {
    Bench bench;
    bench.devices.arrived(at("a"));
    bench.devices.departed(at("a"));
    bench.loop.turn();
    CHECK(bench.generic.opened.empty());
}

TEST_CASE("when the daemon ends nobody waits for more readers") {
    Bench bench;
    const auto waiting = bench.loop.start(Loop::valued(bench.registry.await_settled()));
    bench.loop.run(bench.devices.close_all());
    bench.loop.turn();
    CHECK(*waiting);
}
