#include "libpcsc-client/context/status_wait.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstring>

#include "tests/fakes/scripted_server.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

constexpr const char* list_name = R"(\\?PnP?\Notification)";
constexpr DWORD changed = SCARD_STATE_CHANGED;

const Dialect every_dialect[] = {Dialect::V4_4, Dialect::V4_5, Dialect::V4_6};

SCARD_READERSTATE asked(const char* name, DWORD known) {
    SCARD_READERSTATE entry{};
    entry.szReader = name;
    entry.dwCurrentState = known;
    return entry;
}

// Stands still before any deadline, until a script makes it pass.
std::atomic<std::int64_t> time_now = 0;
constexpr std::int64_t far_future = 1'000'000'000'000;

std::int64_t test_clock() {
    return time_now;
}

/// One SCardGetStatusChange against a script.
struct Wait {
    Wait(Dialect dialect, ScriptedServer::Script script)
        : server({[script = std::move(script)](ScriptedPeer& peer) {
                     peer.greet();
                     script(peer);
                 }},
                 dialect) {
        time_now = 0;
        sockaddr_un address{};
        address.sun_family = 1;
        std::memcpy(address.sun_path, server.path().data(), server.path().size());
        std::uint32_t context = 0;
        REQUIRE(connection.establish(address, 0, context) == ResultCode::Success);
    }

    ResultCode run(SCARD_READERSTATE& entry, DWORD milliseconds) {
        return run(std::span(&entry, 1), milliseconds);
    }
    ResultCode run(std::span<SCARD_READERSTATE> entries, DWORD milliseconds) {
        const Cancellation cancellation(cancels);
        return StatusWait(list, cancellation, entries)
            .run(connection, Deadline::after(milliseconds, test_clock));
    }

    ScriptedServer server;
    Connection connection;
    ReaderListCounter list;
    std::atomic<std::uint32_t> cancels = 0;
};

}  // namespace

TEST_CASE("news is told at once, without registering") {
    for (const Dialect dialect : every_dialect) {
        Wait wait(dialect, [](ScriptedPeer& peer) { peer.give_states({full_reader("A", 3)}); });
        auto entry = asked("A", SCARD_STATE_UNAWARE);
        CHECK(wait.run(entry, INFINITE) == ResultCode::Success);
        CHECK(entry.dwEventState == (0x00030020 | changed));
        CHECK(entry.cbAtr == 2);
        wait.server.finish();
    }
}

TEST_CASE("a time-out of 0 looks once") {
    for (const Dialect dialect : every_dialect) {
        Wait wait(dialect, [](ScriptedPeer& peer) {
            peer.give_states({full_reader("A", 3)});
            peer.expect_hang_up();
        });
        auto entry = asked("A", SCARD_STATE_PRESENT);
        CHECK(wait.run(entry, 0) == ResultCode::Timeout);
        CHECK(entry.dwEventState == 0x00030020);
        wait.connection.close();
        wait.server.finish();
    }
}

TEST_CASE("an event ends the wait when it is news") {
    for (const Dialect dialect : every_dialect) {
        Wait wait(dialect, [](ScriptedPeer& peer) {
            peer.give_states({empty_reader("A"), empty_reader("B")});
            peer.give_states_and_register({empty_reader("A"), empty_reader("B")});
            peer.send_event();
            peer.give_states({empty_reader("A"), full_reader("B", 1)});  // not what was asked for
            peer.give_states_and_register({empty_reader("A"), full_reader("B", 1)});
            peer.send_event();
            peer.give_states({full_reader("A", 1), full_reader("B", 1)});
        });
        auto entry = asked("A", SCARD_STATE_EMPTY);
        CHECK(wait.run(entry, INFINITE) == ResultCode::Success);
        CHECK(entry.dwEventState == (0x00010020 | changed));
        wait.server.finish();
    }
}

TEST_CASE("a change between looking and registering is not missed") {
    for (const Dialect dialect : every_dialect) {
        Wait wait(dialect, [](ScriptedPeer& peer) {
            peer.give_states({empty_reader("A")});
            peer.give_states_and_register({full_reader("A", 1)});
            peer.expect<StopWaiting>();
            peer.send_event();
            peer.give_states({full_reader("A", 1)});
        });
        auto entry = asked("A", SCARD_STATE_EMPTY);
        CHECK(wait.run(entry, INFINITE) == ResultCode::Success);
        CHECK(entry.dwEventState == (0x00010020 | changed));
        wait.server.finish();
    }
}

TEST_CASE("when the time is over the daemon is told, and a last look is the answer") {
    for (const Dialect dialect : every_dialect)
        for (const bool late_news : {false, true}) {
            Wait wait(dialect, [=](ScriptedPeer& peer) {
                peer.give_states({empty_reader("A")});
                peer.give_states_and_register({empty_reader("A")});
                time_now = far_future;
                peer.expect<StopWaiting>();
                peer.send_event();  // the answer, or an event that came just before: the same bytes
                peer.give_states({late_news ? full_reader("A", 1) : empty_reader("A")});
            });
            auto entry = asked("A", SCARD_STATE_EMPTY);
            CHECK(wait.run(entry, 1) == (late_news ? ResultCode::Success : ResultCode::Timeout));
            CHECK(entry.dwEventState == (late_news ? 0x00010020 | changed : SCARD_STATE_EMPTY));
            wait.server.finish();
        }
}

TEST_CASE("a daemon's CANCEL ends the wait, also when it crosses the end of the time") {
    for (const Dialect dialect : every_dialect)
        for (const DWORD milliseconds : {DWORD{INFINITE}, DWORD{1}}) {
            Wait wait(dialect, [=](ScriptedPeer& peer) {
                peer.give_states({empty_reader("A")});
                peer.give_states_and_register({empty_reader("A")});
                if (milliseconds == 1) {
                    time_now = far_future;
                    peer.expect<StopWaiting>();
                }
                peer.send_event(ResultCode::Cancelled);
            });
            auto entry = asked("A", SCARD_STATE_EMPTY);
            CHECK(wait.run(entry, milliseconds) == ResultCode::Cancelled);
            wait.server.finish();
        }
}

TEST_CASE("a cancellation before the daemon knows of the wait is not lost") {
    for (const Dialect dialect : every_dialect) {
        std::atomic<std::uint32_t>* cancels = nullptr;
        Wait wait(dialect, [&](ScriptedPeer& peer) {
            peer.give_states({empty_reader("A")});
            peer.give_states_and_register({empty_reader("A")}, [&] { ++*cancels; });
            peer.expect<StopWaiting>();
            peer.send_event();
            peer.give_states({empty_reader("A")});
        });
        cancels = &wait.cancels;
        auto entry = asked("A", SCARD_STATE_EMPTY);
        CHECK(wait.run(entry, INFINITE) == ResultCode::Cancelled);
        wait.server.finish();
    }
}

TEST_CASE("a reader unknown at the beginning ends the call before anything is told") {
    Wait wait(Dialect::V4_6, [](ScriptedPeer& peer) { peer.give_states({full_reader("A")}); });
    std::array entries = {asked("A", SCARD_STATE_UNAWARE), asked("B", SCARD_STATE_UNAWARE)};
    CHECK(wait.run(entries, INFINITE) == ResultCode::UnknownReader);
    CHECK(entries[0].dwEventState == 0);
    wait.server.finish();
}

TEST_CASE("a reader that vanishes during the wait is news") {
    for (const Dialect dialect : every_dialect) {
        Wait wait(dialect, [](ScriptedPeer& peer) {
            peer.give_states({full_reader("A"), empty_reader("B")});
            peer.give_states_and_register({full_reader("A"), empty_reader("B")});
            peer.send_event();
            peer.give_states({empty_reader("B")});
        });
        auto entry = asked("A", SCARD_STATE_PRESENT);
        CHECK(wait.run(entry, INFINITE) == ResultCode::Success);
        CHECK(entry.dwEventState == (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE | changed));
        CHECK(entry.cbAtr == 0);
        wait.server.finish();
    }
}

TEST_CASE("the list of readers is waited for by the daemon's counter where it has one") {
    for (const Dialect dialect : {Dialect::V4_5, Dialect::V4_6}) {
        Wait wait(dialect, [](ScriptedPeer& peer) {
            peer.give_states({});
            peer.give_list_changes(7);
            peer.give_states_and_register({});
            peer.send_event();
            peer.give_states({empty_reader("A")});
            peer.give_list_changes(8);
        });
        auto entry = asked(list_name, SCARD_STATE_UNAWARE);
        CHECK(wait.run(entry, INFINITE) == ResultCode::Success);
        CHECK(entry.dwEventState == (0x00080000 | changed));
        wait.server.finish();
    }
}

TEST_CASE("a counter of the list that the program knows is compared at once") {
    Wait wait(Dialect::V4_6, [](ScriptedPeer& peer) {
        peer.give_states({});
        peer.give_list_changes(7);
    });
    auto entry = asked(list_name, 0x00060000);
    CHECK(wait.run(entry, INFINITE) == ResultCode::Success);
    CHECK(entry.dwEventState == (0x00070000 | changed));
    wait.server.finish();
}

TEST_CASE("where the daemon does not count, changes of the list are seen in the names") {
    Wait wait(Dialect::V4_4, [](ScriptedPeer& peer) {
        peer.give_states({empty_reader("A")});
        peer.give_states_and_register({empty_reader("A")});
        peer.send_event();
        peer.give_states({full_reader("A", 1)});
        peer.give_states_and_register({full_reader("A", 1)});
        peer.send_event();
        peer.give_states({full_reader("A", 1), empty_reader("B")});
        peer.give_states({empty_reader("B")});
    });
    auto entry = asked(list_name, SCARD_STATE_UNAWARE);
    CHECK(wait.run(entry, INFINITE) == ResultCode::Success);
    CHECK(entry.dwEventState == (0x00020000 | changed));
    entry.dwCurrentState = entry.dwEventState;
    CHECK(wait.run(entry, INFINITE) == ResultCode::Success);
    CHECK(entry.dwEventState == (0x00030000 | changed));
    wait.server.finish();
}

TEST_CASE("a list that changes between looking and registering is looked at again") {
    Wait wait(Dialect::V4_6, [](ScriptedPeer& peer) {
        peer.give_states({});
        peer.give_list_changes(1);
        peer.give_states_and_register({empty_reader("A")});
        peer.expect<StopWaiting>();
        peer.send_event();
        peer.give_states({empty_reader("A")});
        peer.give_list_changes(2);
    });
    auto entry = asked(list_name, SCARD_STATE_UNAWARE);
    CHECK(wait.run(entry, INFINITE) == ResultCode::Success);
    CHECK(entry.dwEventState == (0x00020000 | changed));
    wait.server.finish();
}

TEST_CASE("a daemon that dies at any step of a wait ends it") {
    for (int steps = 0; steps < 4; ++steps) {
        Wait wait(Dialect::V4_6, [steps](ScriptedPeer& peer) {
            if (steps > 0)
                peer.give_states({empty_reader("A")});
            if (steps > 1)
                peer.give_states_and_register({empty_reader("A")});
            if (steps > 2)
                peer.send_event();
        });
        auto entry = asked("A", SCARD_STATE_EMPTY);
        CHECK(wait.run(entry, INFINITE) == ResultCode::NoService);
        wait.server.finish();
    }
}
