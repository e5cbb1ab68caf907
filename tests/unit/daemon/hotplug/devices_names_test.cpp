#include "tests/unit/daemon/hotplug/devices_bench.hpp"

using namespace scrm::hotplug;
using namespace scrm::hotplug::test;

namespace {

// "a", which takes its time to open, and "b", which does not, are twins.
void prepare_twins(Bench& bench) {
    bench.special.scripts["a"] = {{"Twin", {}, {}}, 2, {}, {}, {}};
    bench.generic.scripts["b"] = {{"Twin", {}, {}}, 1, {}, {}, {}};
    bench.special.opening.hold();
}

}  // namespace

TEST_CASE("readers are named and placed in the order in which they arrive, however long each takes to open") {
    Bench bench;
    prepare_twins(bench);
    bench.arrive("a");
    bench.arrive("b");
    REQUIRE(bench.has("Twin 01 00"));
    CHECK(bench.registry.find("Twin 01 00")->position() == 2);
    bench.special.opening.release();
    bench.loop.turn();
    REQUIRE(bench.has("Twin 00 01"));
    CHECK(bench.registry.find("Twin 00 01")->position() == 1);
}

TEST_CASE("a device that departs while it is opened leaves its name to the next at once") {
    Bench bench;
    prepare_twins(bench);
    bench.arrive("a");
    bench.depart("a");
    bench.arrive("b");
    REQUIRE(bench.has("Twin 00 00"));
    CHECK(bench.registry.find("Twin 00 00")->position() == 0);
    bench.special.opening.release();
    bench.loop.turn();
    CHECK(bench.registry.slot_count() == 1);
}

TEST_CASE("a device that cannot be opened leaves its name to the next") {
    Bench bench;
    prepare_twins(bench);
    bench.special.opening.release();
    bench.special.scripts["a"].failure = DriverError::CommunicationFailed;
    bench.arrive("a");
    bench.arrive("b");
    CHECK(bench.has("Twin 00 00"));
}

TEST_CASE("what was not served is tried again when somebody asks to look again, the others are left alone") {
    Bench bench;
    bench.generic.scripts["a"].failure = DriverError::CommunicationFailed;
    bench.arrive("a");
    bench.arrive("b");
    bench.arrive("c");
    bench.generic.scripts["a"].failure.reset();
    bench.generic.scripts["c"] = {{"c", {}, {}}, 1, {}, {}, {}};
    bench.devices.look_again();
    bench.loop.turn();
    CHECK(bench.generic.opened == Addresses{"a", "b", "a", "c"});
    CHECK(bench.has("a 00 00"));
    CHECK(bench.has("c 00 00"));
    bench.devices.look_again();
    bench.loop.turn();
    CHECK(bench.generic.opened.size() == 4);
}

TEST_CASE(
    "a device whose name is to be ignored is not served, whether that is known before it opens or after") {
    Bench bench;
    bench.generic.scripts["known before"] = {{"Builtin", {}, {}}, 1, {}, {}, {}};
    bench.arrive("known before");
    CHECK(bench.generic.opened.empty());
    bench.generic.scripts["known after"] = {
        {"Builtin", {}, {}}, 1, {}, {}, scrm::drivers::ReaderIdentity{"USB", {}, {}}};
    bench.arrive("known after");
    CHECK(bench.generic.opened == Addresses{"known after"});
    bench.enumerated();
    CHECK(bench.registry.slot_count() == 0);
    CHECK(bench.registry.settled());
}

TEST_CASE("the rules of the settings are asked") {
    Loop loop;
    scrm::readers::Registry registry(loop.io.get_executor(), {});
    ScriptedDriver driver(loop.io.get_executor(), "driver", Match::Class);
    driver.scripts["a"] = {};
    Devices devices(loop.io.get_executor(), registry, {&driver}, 1, {{0, 0, "none"}});
    devices.arrived(at("a"));
    loop.turn();
    CHECK(driver.opened.empty());
    loop.run(devices.close_all());
}

TEST_CASE("a device that departs and arrives in one turn of the loop keeps its name and its place") {
    Bench bench;
    bench.arrive("a");
    bench.arrive("b");
    bench.devices.departed(at("a"));
    bench.devices.arrived(at("a"));
    bench.loop.turn();
    REQUIRE(bench.has("a 00 00"));
    CHECK(bench.registry.find("a 00 00")->position() == 0);
    CHECK(bench.registry.slot_count() == 2);
}
