#include "drivers/virtual/virtual_bus.hpp"

#include <catch2/catch.hpp>

#include "drivers/virtual/virtual_driver.hpp"

using namespace scrm::virtual_reader;

namespace {

struct Listener final : scrm::drivers::DeviceListener {
    void arrived(const scrm::drivers::DeviceInfo& device) override { heard.push_back("+" + device.address); }
    void departed(const scrm::drivers::DeviceInfo& device) override { heard.push_back("-" + device.address); }
    void enumerated() override { heard.emplace_back("enumerated"); }

    std::vector<std::string> heard;
};

ReaderSpec reader(std::string name, unsigned slots = 1) {
    return {.name = std::move(name), .slots = slots, .card = CardSpec{}};
}

using Heard = std::vector<std::string>;

}  // namespace

TEST_CASE("start tells of the readers declared before, in order, then that it knows them all") {
    VirtualBus bus;
    Listener listener;
    bus.plug(reader("one"));
    bus.plug(reader("two"));
    bus.plug(reader("three"));
    bus.unplug("two");
    bus.start(listener);
    CHECK(listener.heard == Heard{"+virtual:one", "+virtual:three", "enumerated"});
}

TEST_CASE("readers plugged and unplugged later are told at once") {
    VirtualBus bus;
    Listener listener;
    bus.start(listener);
    bus.plug(reader("desk"));
    bus.unplug("desk");
    bus.plug(reader("desk"));
    CHECK(listener.heard == Heard{"enumerated", "+virtual:desk", "-virtual:desk", "+virtual:desk"});
}

TEST_CASE("a reader needs a name of its own") {
    VirtualBus bus;
    Listener listener;
    bus.start(listener);
    CHECK(bus.plug(reader("desk")) == BusAnswer::Done);
    CHECK(bus.plug(reader("desk")) == BusAnswer::NameTaken);
    CHECK(bus.plug(reader("a reader with blanks")) == BusAnswer::Done);
    CHECK(bus.plug(reader(std::string(100, 'x'))) == BusAnswer::Done);
    for (const std::string& bad :
         {std::string(), std::string(101, 'x'), std::string("a#b"), std::string("a\"b"), std::string("a\nb"),
          std::string("a\x7f"), std::string("a\0b", 3)})
        CHECK(bus.plug(reader(bad)) == BusAnswer::BadName);
    CHECK(listener.heard.size() == 4);
}

TEST_CASE("a reader has 1 to 16 slots, each with its card") {
    VirtualBus bus;
    CHECK(bus.plug(reader("none", 0)) == BusAnswer::BadSlotCount);
    CHECK(bus.plug(reader("many", 17)) == BusAnswer::BadSlotCount);
    REQUIRE(bus.plug(reader("most", 16)) == BusAnswer::Done);
    CHECK(bus.remove({.reader = "most", .slot = 15}) == BusAnswer::Done);
    CHECK(bus.remove({.reader = "most", .slot = 16}) == BusAnswer::NoSuchSlot);
}

TEST_CASE("a card goes into an empty slot and out of a full one") {
    VirtualBus bus;
    bus.plug(reader("desk"));
    const SlotPlace desk{.reader = "desk", .slot = 0};
    CHECK(bus.insert(desk, CardSpec{}) == BusAnswer::CardPresent);
    CHECK(bus.remove(desk) == BusAnswer::Done);
    CHECK(bus.remove(desk) == BusAnswer::NoCard);
    CHECK(bus.insert(desk, CardSpec{}) == BusAnswer::Done);
    CHECK(bus.remove(desk) == BusAnswer::Done);
}

TEST_CASE("nothing can be done to a reader that is not there") {
    VirtualBus bus;
    const SlotPlace nowhere{.reader = "desk", .slot = 0};
    CHECK(bus.unplug("desk") == BusAnswer::NoSuchReader);
    CHECK(bus.insert(nowhere, CardSpec{}) == BusAnswer::NoSuchReader);
    CHECK(bus.remove(nowhere) == BusAnswer::NoSuchReader);
    CHECK(bus.set_fault(nowhere, {}) == BusAnswer::NoSuchReader);
}

TEST_CASE("a reader is found by its address") {
    VirtualBus bus;
    bus.plug(reader("desk"));
    REQUIRE(bus.at_address("virtual:desk"));
    CHECK(bus.at_address("virtual:desk")->name() == "desk");
    CHECK_FALSE(bus.at_address("virtual:des"));
    CHECK_FALSE(bus.at_address("usb:desk"));
    CHECK_FALSE(bus.at_address("desk"));
}
