// A program that does nothing but wait has a watch that stands, and says no more.
#include <atomic>
#include <future>

#include "tests/unit/libpcsc-client/connection/shown_map.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

constexpr ReaderList news{.reader_events = 1};
constexpr ReaderList over{.reader_events = 1, .rv = ResultCode::Cancelled};

/// Waits for another state than the one it has seen.
struct Waiting : Shown {
    using Script = std::function<void(ScriptedPeer&, Waiting&)>;
    explicit Waiting(Script script, Revision newest = newest_revision)
        : Shown([this, script = std::move(script)](ScriptedPeer& peer) { script(peer, *this); }, newest) {
        entry.szReader = "A";
        entry.dwCurrentState = full_seen;
    }
    ~Waiting() {
        SCardReleaseContext(context);
        CHECK_NOTHROW(server.finish());
    }
    LONG wait(DWORD limit = INFINITE) {
        const LONG result = SCardGetStatusChange(context, limit, &entry, 1);
        entry.dwCurrentState = entry.dwEventState & ~DWORD{SCARD_STATE_CHANGED};
        return result;
    }
    /// Shows the card out, or in.
    void move() {
        const bool in = in_ = !in_;
        const std::uint32_t generation = ++generation_;
        memory.show(generation, Readers{in ? full_reader("A", generation) : empty_reader("A", generation)});
    }
    /// The daemon's part: it moves, and that is said.
    void tell(ScriptedPeer& peer) {
        move();
        peer.reply(news);
    }

    SCARD_READERSTATE entry{};

  private:
    // The test and the daemon's thread move it in turns.
    std::atomic<bool> in_ = true;
    std::atomic<std::uint32_t> generation_ = 5;
};

void watched(ScriptedPeer& peer, WatchScope scope) {
    must(peer.expect<WatchReaders>().scope == scope);
}

/// Has waited once. The daemon goes on as `rest` says when its next wait has made a watch stand.
struct Standing : Waiting {
    explicit Standing(Script rest)
        : Waiting([rest = std::move(rest)](ScriptedPeer& peer, Waiting& client) {
              watched(peer, WatchScope::PlacesMapped);
              client.tell(peer);
              watched(peer, WatchScope::PlacesStanding);
              rest(peer, client);
          }) {
        CHECK(wait() == SCARD_S_SUCCESS);
    }
};

}  // namespace

TEST_CASE("from the second wait in a row on nothing is asked any more") {
    std::promise<void> back;
    Standing bench([&](ScriptedPeer& peer, Waiting& client) {
        client.tell(peer);
        back.get_future().wait();
        client.tell(peer);
        peer.expect_hang_up();
    });
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    back.set_value();
    CHECK(bench.wait() == SCARD_S_SUCCESS);
}

TEST_CASE("words for changes that were seen in the map are no news, and a wait of them goes on") {
    std::promise<void> standing;
    std::promise<void> seen_in_map;
    Standing bench([&](ScriptedPeer& peer, Waiting& client) {
        client.tell(peer);
        standing.get_future().wait();
        peer.reply(news);
        seen_in_map.get_future().wait();
        client.tell(peer);
        peer.expect_hang_up();
    });
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.move();
    standing.set_value();
    CHECK(bench.wait(0) == SCARD_S_SUCCESS);
    seen_in_map.set_value();
    CHECK(bench.wait() == SCARD_S_SUCCESS);
}

TEST_CASE("the next request ends a watch that stands, whatever had been said of it") {
    Standing bench([](ScriptedPeer& peer, Waiting& client) {
        client.tell(peer);
        peer.expect<Connect>();
        peer.reply(news);
        peer.reply(over);
        peer.reply(Connect{.rv = ResultCode::NoSmartcard});
        watched(peer, WatchScope::PlacesMapped);
        client.tell(peer);
        peer.expect_hang_up();
    });
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    CHECK(SCardConnect(bench.context, "A", SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, &card, &protocol) ==
          static_cast<LONG>(SCARD_E_NO_SMARTCARD));
    CHECK(bench.wait() == SCARD_S_SUCCESS);
}

TEST_CASE("a wait for other readers ends the one that stands, and looks once more before it sleeps") {
    Standing bench([](ScriptedPeer& peer, Waiting& client) {
        client.tell(peer);
        watched(peer, WatchScope::EverythingStanding);
        client.move();
        peer.reply(over);  // lies there unread, so that of the change nothing more is said
        peer.expect_hang_up();
    });
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    std::array<SCARD_READERSTATE, 2> entries{bench.entry, {}};
    entries[1].szReader = R"(\\?PnP?\Notification)";
    CHECK(SCardGetStatusChange(bench.context, INFINITE, entries.data(), 2) == SCARD_S_SUCCESS);
    CHECK((entries[0].dwEventState & SCARD_STATE_CHANGED) != 0);
}

TEST_CASE("so does a wait for another reader") {
    Standing bench([](ScriptedPeer& peer, Waiting& client) {
        client.tell(peer);
        watched(peer, WatchScope::PlacesStanding);
        peer.reply(over);
        client.memory.show(21, Readers{full_reader("A", 7), empty_reader("B", 2)});
        peer.reply(news);
        peer.expect_hang_up();
    });
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.memory.show(20, Readers{full_reader("A", 7), full_reader("B", 1)});
    bench.entry.szReader = "B";
    bench.entry.dwCurrentState = full_seen;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
}

TEST_CASE("a wait whose time is over leaves its watch standing") {
    std::promise<void> over_time;
    Standing bench([&](ScriptedPeer& peer, Waiting& client) {
        over_time.get_future().wait();
        client.tell(peer);
        peer.expect_hang_up();
    });
    CHECK(bench.wait(20) == static_cast<LONG>(SCARD_E_TIMEOUT));
    CHECK(bench.wait(20) == static_cast<LONG>(SCARD_E_TIMEOUT));
    over_time.set_value();
    CHECK(bench.wait() == SCARD_S_SUCCESS);
}

TEST_CASE("a cancel from elsewhere ends a wait whose watch stands, and the next one stands anew") {
    Standing bench([](ScriptedPeer& peer, Waiting& client) {
        peer.reply(over);
        watched(peer, WatchScope::PlacesStanding);
        client.tell(peer);
        peer.expect_hang_up();
    });
    CHECK(bench.wait() == static_cast<LONG>(SCARD_E_CANCELLED));
    CHECK(bench.wait() == SCARD_S_SUCCESS);
}

TEST_CASE("a cancel that came too late for one wait does not end the next, and another one does") {
    std::promise<void> cancelled;
    Standing bench([&](ScriptedPeer& peer, Waiting& client) {
        client.tell(peer);
        cancelled.get_future().wait();
        peer.reply(over);
        const auto again = peer.expect<WatchReaders>();
        must(again.scope == WatchScope::PlacesStanding && again.cancels == 1);
        client.tell(peer);
        peer.reply(over);
        peer.expect_hang_up();
    });
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(SCardCancel(bench.context) == SCARD_S_SUCCESS);
    cancelled.set_value();
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait() == static_cast<LONG>(SCARD_E_CANCELLED));
}

TEST_CASE("the daemon's death ends a wait whose watch stands") {
    Standing bench([](ScriptedPeer&, Waiting&) {});
    CHECK(bench.wait() == static_cast<LONG>(SCARD_E_NO_SERVICE));
}

TEST_CASE("a daemon from before watches that stand is asked each time") {
    Waiting bench(
        [](ScriptedPeer& peer, Waiting& client) {
            for (int i = 0; i < 3; ++i) {
                watched(peer, WatchScope::PlacesMapped);
                client.tell(peer);
            }
            peer.expect_hang_up();
        },
        Revision::Second);
    for (int i = 0; i < 3; ++i)
        CHECK(bench.wait() == SCARD_S_SUCCESS);
}
