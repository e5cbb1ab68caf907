#include "drivers/virtual/fault.hpp"

#include <catch2/catch.hpp>

using namespace scrm::virtual_reader;

TEST_CASE("a fault without a number of uses lasts") {
    Fault fault{.kind = FaultKind::Mute, .delay = {}, .uses = {}};
    for (int i = 0; i < 3; ++i)
        CHECK(take(fault, Occasion::Exchange).kind == FaultKind::Mute);
    CHECK(fault.kind == FaultKind::Mute);
}

TEST_CASE("a fault's uses are counted down by what it spoils, and by nothing else") {
    Fault slow{.kind = FaultKind::Slow, .delay = std::chrono::milliseconds(7), .uses = 2};
    CHECK(take(slow, Occasion::PowerUp).kind == FaultKind::None);
    CHECK(take(slow, Occasion::Exchange).delay == std::chrono::milliseconds(7));
    CHECK(slow.uses == 1U);
    CHECK(take(slow, Occasion::Exchange).kind == FaultKind::Slow);
    CHECK(take(slow, Occasion::Exchange).kind == FaultKind::None);
    CHECK_FALSE(slow.uses);
}

TEST_CASE("slow and garbage spoil exchanges alone, the other faults power-ups too") {
    const auto spoils_power_up = [](FaultKind kind) {
        Fault fault{.kind = kind, .delay = {}, .uses = {}};
        return take(fault, Occasion::PowerUp).kind == kind;
    };
    CHECK_FALSE(spoils_power_up(FaultKind::Slow));
    CHECK_FALSE(spoils_power_up(FaultKind::Garbage));
    CHECK(spoils_power_up(FaultKind::Mute));
    CHECK(spoils_power_up(FaultKind::Error));
    CHECK(spoils_power_up(FaultKind::Hang));
}
