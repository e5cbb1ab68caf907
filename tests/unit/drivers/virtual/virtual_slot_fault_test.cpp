// What a slot does when it has been told to misbehave.
#include <catch2/catch.hpp>

#include "tests/unit/drivers/virtual/open_reader.hpp"

using namespace scrm::virtual_reader;
using namespace scrm::virtual_reader::test;
using std::chrono::milliseconds;

namespace {

constexpr auto echo = "80 EC 00 00";

Fault fault(FaultKind kind, std::optional<std::uint32_t> uses = std::nullopt) {
    return {.kind = kind, .delay = {}, .uses = uses};
}

}  // namespace

TEST_CASE("mute and error spoil commands and power-ups until they are taken back") {
    const auto [kind, expected] = GENERATE(table<FaultKind, DriverError>({
        {FaultKind::Mute, DriverError::CardMute},
        {FaultKind::Error, DriverError::CommunicationFailed},
    }));
    OpenReader reader;
    reader.power_on();
    reader.set_fault(fault(kind));
    CHECK(reader.exchange(echo) == describe(expected));
    CHECK(reader.exchange(echo) == describe(expected));
    CHECK(error_of(reader.loop.at_once(reader.slot().reset(far_away()))) == expected);
    CHECK(error_of(reader.loop.at_once(reader.slot().power_on(far_away()))) == expected);
    reader.set_fault({});
    CHECK(reader.exchange(echo) == describe(DriverError::CardUnpowered));
    reader.power_on();
    CHECK(reader.exchange(echo) == "90 00");
}

TEST_CASE("a fault with a number of uses spoils that many") {
    OpenReader reader;
    reader.power_on();
    reader.set_fault(fault(FaultKind::Mute, 2));
    CHECK(reader.exchange(echo) == describe(DriverError::CardMute));
    CHECK(reader.exchange(echo) == describe(DriverError::CardMute));
    CHECK(reader.exchange(echo) == "90 00");
}

TEST_CASE("slow makes a command wait, and leaves power-ups alone") {
    OpenReader reader;
    reader.set_fault({.kind = FaultKind::Slow, .delay = milliseconds(60000), .uses = 1});
    reader.power_on();
    CHECK(reader.told(reader.loop.wait(reader.begin(echo, in(milliseconds(5))))) ==
          describe(DriverError::DeadlinePassed));
    reader.set_fault({.kind = FaultKind::Slow, .delay = milliseconds(1), .uses = 1});
    const auto slow = reader.begin(echo);
    CHECK(reader.told(reader.loop.wait(slow)) == "90 00");
}

TEST_CASE("garbage is bytes in place of the answer, within the caller's space, and the card sees nothing") {
    OpenReader reader;
    reader.power_on();
    REQUIRE(reader.exchange("00 20 00 01") == "63 C3");
    reader.set_fault(fault(FaultKind::Garbage));
    const auto first = reader.exchange("00 20 00 01 04 30 30 30 30");
    CHECK(first.size() >= 5);
    CHECK(reader.exchange("00 20 00 01 04 30 30 30 30") != first);

    std::vector<std::uint8_t> small(1);
    const auto size =
        reader.loop.at_once(reader.slot().exchange(Protocol::Raw, reader.sent, small, far_away()));
    REQUIRE(size);
    CHECK(*size == 1);

    reader.set_fault({});
    CHECK(reader.exchange("00 20 00 01") == "63 C3");
}

TEST_CASE("hang waits for its deadline, a cancel, or the card's removal") {
    OpenReader reader;
    reader.power_on();
    reader.set_fault(fault(FaultKind::Hang));
    CHECK(reader.told(reader.loop.wait(reader.begin(echo, in(milliseconds(5))))) ==
          describe(DriverError::DeadlinePassed));

    const auto cancelled = reader.begin(echo, Deadline::max());
    CHECK_FALSE(*cancelled);
    reader.slot().cancel();
    reader.loop.turn();
    REQUIRE(*cancelled);
    CHECK(error_of(**cancelled) == DriverError::Cancelled);

    const auto pulled = reader.begin(echo, Deadline::max());
    REQUIRE(reader.bus.remove(desk_slot) == BusAnswer::Done);
    reader.loop.turn();
    REQUIRE(*pulled);
    CHECK(error_of(**pulled) == DriverError::NoCard);
}

TEST_CASE("a power-up that hangs ends by its deadline and leaves the card without power") {
    OpenReader reader;
    reader.power_on();
    reader.set_fault(fault(FaultKind::Hang, 1));
    CHECK(error_of(reader.loop.run(reader.slot().reset(in(milliseconds(5))))) == DriverError::DeadlinePassed);
    CHECK(reader.exchange(echo) == describe(DriverError::CardUnpowered));
    reader.power_on();
}
