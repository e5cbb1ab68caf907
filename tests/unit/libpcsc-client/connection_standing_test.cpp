// A program that does nothing but wait has a watch that stands, and says no more.
#include <future>

#include "tests/unit/libpcsc-client/shown_map.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

constexpr ReaderList news{.generation = 0, .reader_events = 1};
constexpr ReaderList over{.generation = 0, .reader_events = 1, .rv = ResultCode::Cancelled};

/// Waits for another state than the one it has seen.
struct Waiting : Shown {
    explicit Waiting(ScriptedServer::Script script) : Shown(std::move(script)) {
        entry.szReader = "A";
        entry.dwCurrentState = full_seen;
    }
    LONG wait(DWORD limit = INFINITE) {
        const LONG result = SCardGetStatusChange(context, limit, &entry, 1);
        entry.dwCurrentState = entry.dwEventState & ~DWORD{SCARD_STATE_CHANGED};
        return result;
    }
    void end() {
        SCardReleaseContext(context);
        server.finish();
    }
    /// Shows the card out, or in.
    void move() {
        in_ = !in_;
        memory.show(++generation_,
                    Readers{in_ ? full_reader("A", generation_) : empty_reader("A", generation_)});
    }

    SCARD_READERSTATE entry{};

  private:
    bool in_ = true;
    std::uint32_t generation_ = 5;
};

// The one who waits is known when it has asked.
void tell_once(ScriptedPeer& peer, Waiting*& waiting) {
    must(peer.expect<WatchReaders>().scope == WatchScope::PlacesMapped);
    waiting->move();
    peer.reply(news);
}

void stand(ScriptedPeer& peer) {
    must(peer.expect<WatchReaders>().scope == WatchScope::PlacesStanding);
}

void tell(ScriptedPeer& peer, Waiting& waiting) {
    waiting.move();
    peer.reply(news);
}

}  // namespace

TEST_CASE("from the second wait in a row on nothing is asked any more") {
    Waiting* waiting = nullptr;
    std::promise<void> back;
    Waiting bench([&](ScriptedPeer& peer) {
        tell_once(peer, waiting);
        stand(peer);
        tell(peer, *waiting);
        back.get_future().wait();
        tell(peer, *waiting);
        peer.expect_hang_up();
    });
    waiting = &bench;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    back.set_value();
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.end();
}

TEST_CASE("words for changes that were seen in the map are no news, and a wait of them goes on") {
    Waiting* waiting = nullptr;
    std::promise<void> standing, seen_in_map;
    Waiting bench([&](ScriptedPeer& peer) {
        tell_once(peer, waiting);
        stand(peer);
        tell(peer, *waiting);
        standing.get_future().wait();
        peer.reply(news);
        seen_in_map.get_future().wait();
        tell(peer, *waiting);
        peer.expect_hang_up();
    });
    waiting = &bench;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.move();
    standing.set_value();
    CHECK(bench.wait(0) == SCARD_S_SUCCESS);
    seen_in_map.set_value();
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.end();
}

TEST_CASE("the next request ends a watch that stands, whatever had been said of it") {
    Waiting* waiting = nullptr;
    Waiting bench([&](ScriptedPeer& peer) {
        tell_once(peer, waiting);
        stand(peer);
        tell(peer, *waiting);
        peer.expect<Connect>();
        peer.reply(news);
        peer.reply(over);
        peer.reply(Connect{.rv = ResultCode::NoSmartcard});
        must(peer.expect<WatchReaders>().scope == WatchScope::PlacesMapped);
        tell(peer, *waiting);
        peer.expect_hang_up();
    });
    waiting = &bench;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    CHECK(SCardConnect(bench.context, "A", SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, &card, &protocol) ==
          static_cast<LONG>(SCARD_E_NO_SMARTCARD));
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.end();
}

TEST_CASE("a wait for other readers ends the one that stands, and looks once more before it sleeps") {
    Waiting* waiting = nullptr;
    Waiting bench([&](ScriptedPeer& peer) {
        tell_once(peer, waiting);
        stand(peer);
        tell(peer, *waiting);
        must(peer.expect<WatchReaders>().scope == WatchScope::EverythingStanding);
        waiting->move();
        peer.reply(over);  // lies there unread, so that of the change nothing more is said
        peer.expect_hang_up();
    });
    waiting = &bench;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    std::array<SCARD_READERSTATE, 2> entries{bench.entry, {}};
    entries[1].szReader = R"(\\?PnP?\Notification)";
    CHECK(SCardGetStatusChange(bench.context, INFINITE, entries.data(), 2) == SCARD_S_SUCCESS);
    CHECK((entries[0].dwEventState & SCARD_STATE_CHANGED) != 0);
    bench.end();
}

TEST_CASE("so does a wait for another reader") {
    Waiting* waiting = nullptr;
    Waiting bench([&](ScriptedPeer& peer) {
        tell_once(peer, waiting);
        stand(peer);
        tell(peer, *waiting);
        stand(peer);
        peer.reply(over);
        waiting->memory.show(21, Readers{full_reader("A", 7), empty_reader("B", 2)});
        peer.reply(news);
        peer.expect_hang_up();
    });
    waiting = &bench;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.memory.show(20, Readers{full_reader("A", 7), full_reader("B", 1)});
    bench.entry.szReader = "B";
    bench.entry.dwCurrentState = full_seen;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.end();
}

TEST_CASE("a wait whose time is over leaves its watch standing") {
    Waiting* waiting = nullptr;
    std::promise<void> over_time;
    Waiting bench([&](ScriptedPeer& peer) {
        tell_once(peer, waiting);
        stand(peer);
        over_time.get_future().wait();
        tell(peer, *waiting);
        peer.expect_hang_up();
    });
    waiting = &bench;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait(20) == static_cast<LONG>(SCARD_E_TIMEOUT));
    CHECK(bench.wait(20) == static_cast<LONG>(SCARD_E_TIMEOUT));
    over_time.set_value();
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.end();
}

TEST_CASE("a cancel from elsewhere ends a wait whose watch stands, and the next one stands anew") {
    Waiting* waiting = nullptr;
    Waiting bench([&](ScriptedPeer& peer) {
        tell_once(peer, waiting);
        stand(peer);
        peer.reply(over);
        stand(peer);
        tell(peer, *waiting);
        peer.expect_hang_up();
    });
    waiting = &bench;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait() == static_cast<LONG>(SCARD_E_CANCELLED));
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.end();
}

TEST_CASE("a cancel that came too late for one wait does not end the next") {
    Waiting* waiting = nullptr;
    std::promise<void> cancelled;
    Waiting bench([&](ScriptedPeer& peer) {
        tell_once(peer, waiting);
        stand(peer);
        tell(peer, *waiting);
        cancelled.get_future().wait();
        peer.reply(over);
        const auto again = peer.expect<WatchReaders>();
        must(again.scope == WatchScope::PlacesStanding && again.cancels == 1);
        tell(peer, *waiting);
        peer.expect_hang_up();
    });
    waiting = &bench;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(SCardCancel(bench.context) == SCARD_S_SUCCESS);
    cancelled.set_value();
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    bench.end();
}

TEST_CASE("a daemon from before watches that stand is asked each time") {
    MapMemory memory;
    memory.show(5, full);
    FoundServer server({[&](ScriptedPeer& peer) {
        peer.welcome(77, ResultCode::Success, Revision::Second);
        answer_list(peer, 5, full);
        answer_list(peer, 5, full);
        give_map(peer, memory);
        for (std::uint32_t i = 6; i < 9; ++i) {
            must(peer.expect<WatchReaders>().scope == WatchScope::PlacesMapped);
            memory.show(i, i % 2 == 0 ? Readers{empty_reader("A", i)} : Readers{full_reader("A", i)});
            peer.reply(news);
        }
        peer.expect_hang_up();
    }});
    const SCARDCONTEXT context = established();
    for (int look = 0; look < 3; ++look)
        CHECK(seen(context) == full_seen);
    SCARD_READERSTATE entry{};
    entry.szReader = "A";
    entry.dwCurrentState = full_seen;
    for (int i = 0; i < 3; ++i) {
        CHECK(SCardGetStatusChange(context, INFINITE, &entry, 1) == SCARD_S_SUCCESS);
        entry.dwCurrentState = entry.dwEventState & ~DWORD{SCARD_STATE_CHANGED};
    }
    SCardReleaseContext(context);
    server.finish();
}

TEST_CASE("the daemon's death ends a wait whose watch stands") {
    Waiting* waiting = nullptr;
    Waiting bench([&](ScriptedPeer& peer) {
        tell_once(peer, waiting);
        stand(peer);
    });
    waiting = &bench;
    CHECK(bench.wait() == SCARD_S_SUCCESS);
    CHECK(bench.wait() == static_cast<LONG>(SCARD_E_NO_SERVICE));
    bench.end();
}
