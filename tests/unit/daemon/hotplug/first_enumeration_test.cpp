// What the first enumeration waits for, when devices come and go while they are opened.
#include "tests/unit/daemon/hotplug/devices_bench.hpp"

using namespace scrm::hotplug;
using namespace scrm::hotplug::test;
using namespace std::chrono_literals;

TEST_CASE("the first enumeration takes five seconds at most") {
    Bench bench;
    bench.generic.opening.hold();
    bench.arrive("a");
    bench.enumerated();
    bench.after(4999ms);
    CHECK_FALSE(bench.registry.settled());
    bench.after(1ms);
    CHECK(bench.registry.settled());
}

TEST_CASE("a device that departs while it is opened, and comes back, is waited for") {
    Bench bench;
    bench.generic.opening.hold();
    bench.arrive("a");
    bench.enumerated();
    bench.depart("a");
    bench.generic.opening.release();
    bench.after(1900ms);
    CHECK_FALSE(bench.registry.settled());
    bench.generic.opening.hold();
    bench.arrive("a");
    bench.after(1900ms);
    CHECK_FALSE(bench.registry.settled());
    bench.generic.opening.release();
    bench.loop.turn();
    CHECK(bench.registry.settled());
    CHECK(bench.has("a 00 00"));
}

TEST_CASE("a device that is open already when it departs is waited for as long as others are") {
    Bench bench;
    bench.arrive("a");
    bench.depart("a");
    bench.enumerated();
    CHECK_FALSE(bench.registry.settled());
    bench.arrive("a");
    CHECK(bench.registry.settled());
}

TEST_CASE("a device that vanishes under its opening is waited for before anybody tells that it has left") {
    Bench bench;
    bench.generic.scripts["a"].failure = DriverError::DeviceGone;
    bench.arrive("a");
    bench.enumerated();
    CHECK_FALSE(bench.registry.settled());
    bench.generic.scripts["a"].failure.reset();
    bench.depart("a");
    CHECK_FALSE(bench.registry.settled());
    bench.arrive("a");
    CHECK(bench.registry.settled());
    CHECK(bench.has("a 00 00"));
}

TEST_CASE("a device that vanishes and has not left is opened anew, and waited for") {
    Bench bench;
    bench.generic.scripts["a"].failure = DriverError::DeviceGone;
    bench.arrive("a");
    bench.enumerated();
    bench.generic.scripts["a"].failure.reset();
    bench.loop.run_until([&] { return bench.has("a 00 00"); });
    bench.loop.turn();
    CHECK(bench.registry.settled());
}

TEST_CASE("a device that does not come back is waited for no longer than two seconds") {
    Bench bench;
    bench.generic.scripts["a"].failure = DriverError::DeviceGone;
    bench.arrive("a");
    bench.arrive("b");
    bench.enumerated();
    bench.depart("a");
    bench.after(1500ms);
    bench.depart("b");
    bench.after(1999ms);
    CHECK_FALSE(bench.registry.settled());
    bench.after(1ms);
    CHECK(bench.registry.settled());
}

TEST_CASE("a device that comes back to be of no use is not waited for") {
    Bench bench;
    bench.generic.opening.hold();
    bench.arrive("a");
    bench.enumerated();
    bench.depart("a");
    bench.generic.opening.release();
    bench.loop.turn();
    bench.generic.scripts.erase("a");
    CHECK_FALSE(bench.registry.settled());
    bench.arrive("a");
    CHECK(bench.registry.settled());
}

TEST_CASE("a device that nobody serves is not waited for when it departs") {
    Bench bench;
    bench.arrive("unknown");
    bench.depart("unknown");
    bench.enumerated();
    CHECK(bench.registry.settled());
}

TEST_CASE("who departs later delays nobody") {
    Bench bench;
    bench.arrive("a");
    bench.enumerated();
    CHECK(bench.registry.settled());
    bench.depart("a");
    CHECK(bench.clock->armed() == 0);
}
