// A device with a host that a test writes, on a loop of its own.
#pragma once

#include <sys/wait.h>

#include "daemon/hosts/hosted_device.hpp"
#include "tests/fakes/loop.hpp"
#include "tests/unit/daemon/hosts/script_host.hpp"

namespace scrm::hosts::test {

using namespace std::chrono_literals;
using drivers::DriverError;

inline drivers::Deadline in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

inline bool child_is_left() {
    siginfo_t who{};
    return waitid(P_ALL, 0, &who, WEXITED | WNOHANG | WNOWAIT) == 0;
}

struct Bench {
    explicit Bench(const std::string& lines, std::chrono::milliseconds patience = 10s)
        : host(lines),
          room(std::make_unique<PacketRoom>()),
          all{loop.io.get_executor(), *room, audience, host.program(), {}},
          device(all, spec(patience), {"conf:bench", drivers::ConfiguredReader{}}) {}
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;
    ~Bench() {
        loop.run(device.close());
        CHECK_FALSE(child_is_left());
    }

    static HandlerSpec spec(std::chrono::milliseconds patience) {
        HandlerSpec handler;
        handler.library = "/nowhere/libx.so";
        handler.identity.friendly_name = "Bench";
        handler.deadlines.open = handler.deadlines.presence = patience;
        handler.restarts = {
            .failures = 2, .period = 1h, .shortest_pause = 1ms, .longest_pause = 1ms, .retry_every = 1ms};
        return handler;
    }
    drivers::Result<void> open() { return loop.run(device.open(in(20s))); }
    /// Why it could not be opened.
    DriverError refusal() {
        const auto result = open();
        REQUIRE_FALSE(result.has_value());
        return result.error();
    }
    auto watch(std::uint64_t seen) { return loop.start(device.slot(0).presence_after(seen)); }

    fakes::Loop loop;
    ScriptHost host;
    std::unique_ptr<PacketRoom> room;
    Audience audience;
    HostSurroundings all;
    HostedDevice device;
};

}  // namespace scrm::hosts::test
