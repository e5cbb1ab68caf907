#include "drivers/ifd-host/slots/look_limits.hpp"

#include <poll.h>

#include <catch2/catch.hpp>

using namespace scrm::ifd_host;
using namespace std::chrono_literals;
using scrm::ipc::host::LookCall;

namespace {

/// Whether the descriptor calls for a look within what is long for a computer.
bool calls(const LookLimits& limits) {
    pollfd watched{limits.descriptor(), POLLIN, 0};
    return poll(&watched, 1, 10000) == 1;
}

}  // namespace

TEST_CASE("a look that does not end is told of, again and again") {
    LookLimits limits;
    limits.begin(3, LookCall::Wait, 1ms);
    for (int times = 0; times < 2; ++times) {
        REQUIRE(calls(limits));
        const auto overdue = limits.overdue();
        REQUIRE(overdue);
        CHECK(overdue->slot == 3);
        CHECK(overdue->call == LookCall::Wait);
    }
}

TEST_CASE("a look that should end before another is noticed first") {
    LookLimits limits;
    limits.begin(0, LookCall::Wait, 1h);
    limits.begin(1, LookCall::Presence, 1ms);
    REQUIRE(calls(limits));
    const auto overdue = limits.overdue();
    REQUIRE(overdue);
    CHECK(overdue->slot == 1);
}

TEST_CASE("a look is noticed after the timer ran out for one that had ended") {
    LookLimits limits;
    limits.begin(0, LookCall::Wait, 1ms);
    limits.end(0);
    REQUIRE(calls(limits));
    CHECK_FALSE(limits.overdue());
    limits.begin(0, LookCall::Presence, 1ms);
    REQUIRE(calls(limits));
    CHECK(limits.overdue());
}
