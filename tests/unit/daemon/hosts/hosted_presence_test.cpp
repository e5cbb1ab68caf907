#include "daemon/hosts/hosted_presence.hpp"

#include "tests/fakes/loop.hpp"

using namespace scrm;
using fakes::Loop;
using hosts::HostedPresence;

namespace {

struct Watched {
    Loop loop;
    HostedPresence presence{loop.io.get_executor()};

    auto after(std::uint64_t seen) { return loop.start(presence.after(seen)); }
    drivers::Presence now() {
        const auto looked = after(~std::uint64_t{0});
        loop.turn();
        REQUIRE(*looked);
        return (*looked)->value();
    }
    void check(bool present, std::uint64_t changes, std::uint64_t lapses) {
        const drivers::Presence is = now();
        CHECK(is.present == present);
        CHECK(is.changes == changes);
        CHECK(is.lapses == lapses);
    }
    ~Watched() {
        presence.leave();
        loop.turn();
    }
};

}  // namespace

TEST_CASE("nothing is known before the first host has told") {
    Watched slot;
    const auto looked = slot.after(~std::uint64_t{0});
    slot.loop.turn();
    CHECK_FALSE(*looked);
    slot.presence.told(true, 0);
    slot.loop.turn();
    REQUIRE(*looked);
    CHECK((*looked)->value().present);
    CHECK((*looked)->value().changes == 0);
}

TEST_CASE("changes that a host has seen are counted, also those between two of its words") {
    Watched slot;
    slot.presence.told(false, 0);
    slot.presence.told(true, 1);
    slot.check(true, 1, 0);
    slot.presence.told(true, 3);
    slot.check(true, 3, 0);
    slot.presence.told(true, 3);
    slot.check(true, 3, 0);
}

TEST_CASE("a host that contradicts itself has missed a change") {
    Watched slot;
    slot.presence.told(false, 5);
    slot.presence.told(true, 5);
    slot.check(true, 1, 0);
    slot.presence.told(false, 2);
    slot.check(false, 2, 0);
}

TEST_CASE("the end of a host is a lapse, and wakes who waits") {
    Watched slot;
    slot.presence.told(true, 0);
    const auto waiting = slot.after(0);
    slot.presence.host_lost();
    slot.loop.turn();
    REQUIRE(*waiting);
    slot.check(true, 1, 1);
    CHECK_FALSE(slot.presence.known());
    slot.presence.host_lost();
    slot.check(true, 1, 1);
}

TEST_CASE("the next host counts anew and says what it finds") {
    Watched slot;
    slot.presence.told(true, 7);
    slot.presence.host_lost();
    slot.presence.told(true, 0);
    slot.check(true, 1, 1);
    CHECK(slot.presence.known());
    slot.presence.host_lost();
    slot.presence.told(false, 0);
    slot.check(false, 3, 2);
}

TEST_CASE("a slot whose host is given up is empty until another one tells") {
    Watched slot;
    slot.presence.told(true, 0);
    slot.presence.host_lost();
    slot.presence.given_up();
    slot.check(false, 2, 1);
    slot.presence.given_up();
    slot.check(false, 2, 1);
    slot.presence.told(true, 0);
    slot.check(true, 3, 1);
}

TEST_CASE("who waits when the device goes is told so, and who asks later, too") {
    Watched slot;
    slot.presence.told(true, 0);
    const auto waiting = slot.after(0);
    slot.loop.turn();
    CHECK(slot.presence.somebody_waits());
    slot.presence.leave();
    slot.loop.turn();
    REQUIRE(*waiting);
    CHECK((*waiting)->error() == drivers::DriverError::DeviceGone);
    CHECK_FALSE(slot.presence.somebody_waits());
    const auto later = slot.after(99);
    slot.loop.turn();
    CHECK((*later)->error() == drivers::DriverError::DeviceGone);
}
