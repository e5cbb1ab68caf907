// What ends a verb in mid-command: its deadline, cancel(), the card going, the device going.
#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <catch2/catch.hpp>
#include <exception>

#include "tests/unit/drivers/virtual/open_reader.hpp"

using namespace scrm::virtual_reader;
using namespace scrm::virtual_reader::test;
using std::chrono::milliseconds;

namespace {

constexpr auto takes_a_minute = "80 DE EA 60";
constexpr auto takes_a_moment = "80 DE 00 01";

/// Notes the error with which `verb` ends, in the very turn in which it ends.
template <class T>
scrm::drivers::Awaitable<bool> note_end(scrm::drivers::Awaitable<Result<T>> verb,
                                        std::vector<DriverError>* ended) {
    const auto result = co_await std::move(verb);
    ended->push_back(result.error());
    co_return true;
}

scrm::drivers::Awaitable<std::size_t> count_after_close(scrm::drivers::ReaderDevice* device,
                                                        const std::vector<DriverError>* ended) {
    co_await device->close();
    co_return ended->size();
}

}  // namespace

TEST_CASE("a command that takes time is answered when it has") {
    OpenReader reader;
    reader.power_on();
    CHECK_FALSE(*reader.begin("80 DE 00 64"));
    CHECK(reader.exchange(takes_a_moment) == "90 00");
}

TEST_CASE("a command that takes longer than its deadline ends by it, and the slot goes on") {
    OpenReader reader;
    reader.power_on();
    CHECK(reader.told(reader.loop.wait(reader.begin(takes_a_minute, in(milliseconds(5))))) ==
          describe(DriverError::DeadlinePassed));
    CHECK(reader.exchange(takes_a_moment) == "90 00");
}

TEST_CASE("cancel ends the command under way, and no later one") {
    OpenReader reader;
    reader.power_on();
    const auto outcome = reader.begin(takes_a_minute);
    CHECK_FALSE(*outcome);
    reader.slot().cancel();
    reader.loop.turn();
    REQUIRE(*outcome);
    CHECK(error_of(**outcome) == DriverError::Cancelled);
    reader.slot().cancel();
    CHECK(reader.exchange(takes_a_moment) == "90 00");
}

TEST_CASE("a card that is pulled in mid-command ends it, even if another goes in at once") {
    OpenReader reader;
    reader.power_on();
    const auto outcome = reader.begin(takes_a_minute);
    REQUIRE(reader.bus.remove(desk_slot) == BusAnswer::Done);
    REQUIRE(reader.bus.insert(desk_slot, CardSpec{}) == BusAnswer::Done);
    reader.loop.turn();
    REQUIRE(*outcome);
    CHECK(error_of(**outcome) == DriverError::NoCard);
    CHECK(reader.exchange(takes_a_moment) == describe(DriverError::CardUnpowered));
}

TEST_CASE("a device that is unplugged ends the command under way, and every later verb") {
    OpenReader reader;
    reader.power_on();
    auto& slot = reader.slot();
    const auto outcome = reader.begin(takes_a_minute);
    REQUIRE(reader.bus.unplug("desk") == BusAnswer::Done);
    reader.loop.turn();
    REQUIRE(*outcome);
    CHECK(error_of(**outcome) == DriverError::DeviceGone);

    auto& loop = reader.loop;
    std::vector<std::uint8_t> space(300);
    const auto gone = DriverError::DeviceGone;
    CHECK(error_of(loop.at_once(slot.power_on(far_away()))) == gone);
    CHECK(error_of(loop.at_once(slot.reset(far_away()))) == gone);
    CHECK(error_of(loop.at_once(slot.power_off(far_away()))) == gone);
    CHECK(error_of(loop.at_once(slot.select_protocol(Protocol::Raw, far_away()))) == gone);
    CHECK(error_of(loop.at_once(slot.exchange(Protocol::Raw, reader.sent, space, far_away()))) == gone);
    CHECK(error_of(loop.at_once(slot.control(control_echo, {}, space, far_away()))) == gone);
    CHECK(error_of(loop.at_once(slot.get_attribute(0x00010100, space, far_away()))) == gone);
    CHECK(error_of(loop.at_once(slot.set_attribute(0x00010100, {}, far_away()))) == gone);
    CHECK(error_of(loop.at_once(slot.eject(far_away()))) == gone);
    CHECK(error_of(loop.at_once(slot.presence_after(0))) == gone);
}

TEST_CASE("a device that goes in the turn of a cancel has gone") {
    OpenReader reader;
    reader.power_on();
    const auto outcome = reader.begin(takes_a_minute);
    reader.slot().cancel();
    REQUIRE(reader.bus.unplug("desk") == BusAnswer::Done);
    reader.loop.turn();
    REQUIRE(*outcome);
    CHECK(error_of(**outcome) == DriverError::DeviceGone);
}

TEST_CASE("close ends every verb of every slot before it returns") {
    OpenReader reader({.name = "desk", .slots = 2, .card = CardSpec{}});
    reader.power_on();
    std::vector<DriverError> ended;
    reader.sent = bytes(takes_a_minute);
    reader.response.resize(300);
    reader.loop.start(
        note_end(reader.slot().exchange(Protocol::Raw, reader.sent, reader.response, far_away()), &ended));
    reader.loop.start(note_end(reader.slot().presence_after(0), &ended));
    reader.loop.start(note_end(reader.device->slot(1).presence_after(0), &ended));
    CHECK(ended.empty());
    CHECK(reader.loop.run(count_after_close(reader.device.get(), &ended)) == 3);
    CHECK(std::count(ended.begin(), ended.end(), DriverError::DeviceGone) == 3);
}

TEST_CASE("a caller whose own coroutine is cancelled gets Cancelled") {
    OpenReader reader;
    reader.power_on();
    boost::asio::cancellation_signal signal;
    std::optional<Result<std::size_t>> outcome;
    reader.sent = bytes(takes_a_minute);
    reader.response.resize(300);
    boost::asio::co_spawn(
        reader.loop.io, reader.slot().exchange(Protocol::Raw, reader.sent, reader.response, far_away()),
        boost::asio::bind_cancellation_slot(
            signal.slot(), [&](std::exception_ptr, Result<std::size_t> result) { outcome = result; }));
    reader.loop.turn();
    signal.emit(boost::asio::cancellation_type::terminal);
    reader.loop.turn();
    REQUIRE(outcome);
    CHECK(error_of(*outcome) == DriverError::Cancelled);
}
