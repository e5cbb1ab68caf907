#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>
#include <exception>

#include "tests/unit/drivers/virtual/open_reader.hpp"

using namespace scrm::virtual_reader;
using namespace scrm::virtual_reader::test;

namespace {

constexpr auto nothing_seen = ~std::uint64_t{0};

}  // namespace

TEST_CASE("the first look at a slot is answered at once") {
    OpenReader reader;
    const auto presence = reader.loop.at_once(reader.slot().presence_after(nothing_seen));
    REQUIRE(presence);
    CHECK(presence->present);
    CHECK(presence->changes == 0);

    OpenReader empty({.name = "desk", .slots = 1, .card = std::nullopt});
    CHECK_FALSE(empty.loop.at_once(empty.slot().presence_after(nothing_seen))->present);
}

TEST_CASE("presence_after waits for a card to move") {
    OpenReader reader;
    const auto look = reader.loop.start(reader.slot().presence_after(0));
    CHECK_FALSE(*look);
    REQUIRE(reader.bus.remove(desk_slot) == BusAnswer::Done);
    reader.loop.turn();
    REQUIRE(*look);
    CHECK_FALSE((**look)->present);
    CHECK((**look)->changes == 1);

    const auto next = reader.loop.start(reader.slot().presence_after(1));
    CHECK_FALSE(*next);
    REQUIRE(reader.bus.insert(desk_slot, CardSpec{}) == BusAnswer::Done);
    reader.loop.turn();
    REQUIRE(*next);
    CHECK((**next)->present);
    CHECK((**next)->changes == 2);
}

TEST_CASE("a card swapped between two looks is noticed") {
    OpenReader reader;
    REQUIRE(reader.bus.remove(desk_slot) == BusAnswer::Done);
    REQUIRE(reader.bus.insert(desk_slot, CardSpec{}) == BusAnswer::Done);
    const auto late = reader.loop.at_once(reader.slot().presence_after(0));
    REQUIRE(late);
    CHECK(late->present);
    CHECK(late->changes == 2);
}

TEST_CASE("a swap within one turn of the loop is one answer that counts both moves") {
    OpenReader reader;
    const auto look = reader.loop.start(reader.slot().presence_after(0));
    REQUIRE(reader.bus.remove(desk_slot) == BusAnswer::Done);
    REQUIRE(reader.bus.insert(desk_slot, CardSpec{}) == BusAnswer::Done);
    reader.loop.turn();
    REQUIRE(*look);
    CHECK((**look)->present);
    CHECK((**look)->changes == 2);
}

TEST_CASE("moves before the slot was opened are not counted") {
    Loop loop;
    VirtualBus bus;
    VirtualDriver driver(bus);
    REQUIRE(bus.plug({.name = "desk", .slots = 1, .card = std::nullopt}) == BusAnswer::Done);
    REQUIRE(bus.insert(desk_slot, CardSpec{}) == BusAnswer::Done);
    auto device = loop.at_once(driver.open(desk, far_away())).value();
    const auto presence = loop.at_once(device->slot(0).presence_after(nothing_seen));
    CHECK(presence->present);
    CHECK(presence->changes == 0);
    loop.run(device->close());
}

TEST_CASE("presence_after goes on beside a verb and is not what cancel ends") {
    OpenReader reader;
    reader.power_on();
    const auto look = reader.loop.start(reader.slot().presence_after(0));
    const auto command = reader.begin("80 DE EA 60");
    reader.slot().cancel();
    reader.loop.turn();
    REQUIRE(*command);
    CHECK_FALSE(*look);
    REQUIRE(reader.bus.remove(desk_slot) == BusAnswer::Done);
    reader.loop.turn();
    CHECK(*look);
}

TEST_CASE("a caller whose own coroutine is cancelled does not go on waiting for a card") {
    OpenReader reader;
    boost::asio::cancellation_signal signal;
    std::optional<Result<scrm::drivers::Presence>> outcome;
    boost::asio::co_spawn(reader.loop.io, reader.slot().presence_after(0),
                          boost::asio::bind_cancellation_slot(
                              signal.slot(), [&](std::exception_ptr, Result<scrm::drivers::Presence> result) {
                                  outcome = result;
                              }));
    reader.loop.turn();
    signal.emit(boost::asio::cancellation_type::terminal);
    reader.loop.turn();
    REQUIRE(outcome);
    CHECK(error_of(*outcome) == DriverError::Cancelled);
}
