// A program that looks at the readers again and again is shown them in shared memory, and asks no more.
#include <sys/wait.h>

#include <future>

#include "tests/unit/libpcsc-client/connection/shown_map.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

TEST_CASE("with the map nothing is asked any more, and what is new is seen") {
    Shown shown([](ScriptedPeer& peer) { peer.expect_hang_up(); });
    shown.memory.show(6, empty);
    CHECK(seen(shown.context) == empty_seen);
    std::array<char, 16> names{};
    DWORD length = names.size();
    CHECK(SCardListReaders(shown.context, nullptr, names.data(), &length) == SCARD_S_SUCCESS);
    CHECK(length == 3);
    CHECK(SCardReleaseContext(shown.context) == SCARD_S_SUCCESS);
    shown.server.finish();
}

TEST_CASE("a map is not believed when its daemon is gone") {
    std::promise<void> seen_before;
    Shown shown([&](ScriptedPeer&) { seen_before.get_future().wait(); });
    seen_before.set_value();
    shown.server.finish();
    SCARD_READERSTATE entry{};
    entry.szReader = "A";
    CHECK(SCardGetStatusChange(shown.context, 0, &entry, 1) == static_cast<LONG>(SCARD_E_NO_SERVICE));
    SCardReleaseContext(shown.context);
}

TEST_CASE("nor are the names in it") {
    std::promise<void> seen_before;
    Shown shown([&](ScriptedPeer&) { seen_before.get_future().wait(); });
    seen_before.set_value();
    shown.server.finish();
    DWORD length = 0;
    CHECK(SCardListReaders(shown.context, nullptr, nullptr, &length) ==
          static_cast<LONG>(SCARD_E_NO_SERVICE));
    SCardReleaseContext(shown.context);
}

TEST_CASE("whoever is refused the map goes on asking for the readers, and not for the map") {
    FoundServer server({[](ScriptedPeer& peer) {
        peer.welcome();
        answer_list(peer, 5, full);
        answer_list(peer, 5, full);
        peer.reply(MapReaders{peer.expect<MapReaders>().layout, ResultCode::UnsupportedFeature});
        answer_list(peer, 6, empty);
        answer_list(peer, 7, full);
        peer.expect_hang_up();
    }});
    const SCARDCONTEXT context = established();
    for (const DWORD state : {full_seen, full_seen, empty_seen, full_seen})
        CHECK(seen(context) == state);
    SCardReleaseContext(context);
    server.finish();
}

TEST_CASE("a daemon from before the map is asked for the readers each time, and tells them to who waits") {
    FoundServer server({[](ScriptedPeer& peer) {
        peer.welcome(77, ResultCode::Success, Revision::First);
        for (int look = 0; look < 5; ++look)
            answer_list(peer, 5, full);
        must(peer.expect<WatchReaders>().scope == WatchScope::Places);
        peer.reply(ReaderList{.generation = 6, .reader_events = 1, .count = 1});
        std::array<std::uint8_t, reader_state_size> record{};
        encode_reader_state(empty.front(), record);
        peer.send(record);
        peer.expect_hang_up();
    }});
    const SCARDCONTEXT context = established();
    for (int look = 0; look < 4; ++look)
        CHECK(seen(context) == full_seen);
    SCARD_READERSTATE entry{};
    entry.szReader = "A";
    entry.dwCurrentState = SCARD_STATE_PRESENT;
    CHECK(SCardGetStatusChange(context, INFINITE, &entry, 1) == SCARD_S_SUCCESS);
    CHECK(entry.dwEventState == (empty_seen | SCARD_STATE_CHANGED));
    SCardReleaseContext(context);
    server.finish();
}

TEST_CASE("while the map is being written the daemon is asked, for all of it") {
    Shown shown([](ScriptedPeer& peer) {
        answer_list(peer, 6, empty);
        peer.expect_hang_up();
    });
    {
        const MapChange change(shown.memory.map(), 6);
        CHECK(seen(shown.context) == empty_seen);
    }
    shown.memory.show(7, full);
    CHECK(seen(shown.context) == full_seen);
    SCardReleaseContext(shown.context);
    shown.server.finish();
}

TEST_CASE("a wait of one who has the map is told of news, and finds them there") {
    MapMemory* memory = nullptr;
    Shown shown([&](ScriptedPeer& peer) {
        const auto watch = peer.expect<WatchReaders>();
        must(watch.scope == WatchScope::PlacesMapped && watch.known == 5);
        memory->show(6, empty);
        peer.reply(ReaderList{.generation = 6, .reader_events = 1});
        peer.expect_hang_up();
    });
    memory = &shown.memory;
    SCARD_READERSTATE entry{};
    entry.szReader = "A";
    entry.dwCurrentState = SCARD_STATE_PRESENT;
    CHECK(SCardGetStatusChange(shown.context, INFINITE, &entry, 1) == SCARD_S_SUCCESS);
    CHECK(entry.dwEventState == (empty_seen | SCARD_STATE_CHANGED));
    SCardReleaseContext(shown.context);
    shown.server.finish();
}

TEST_CASE("a daemon that sends records which it was told not to send is out of its mind") {
    Shown shown([&](ScriptedPeer& peer) {
        peer.expect<WatchReaders>();
        peer.reply(ReaderList{.generation = 6, .reader_events = 1, .count = 1});
        peer.expect_hang_up();
    });
    SCARD_READERSTATE entry{};
    entry.szReader = "A";
    entry.dwCurrentState = SCARD_STATE_PRESENT;
    CHECK(SCardGetStatusChange(shown.context, INFINITE, &entry, 1) == static_cast<LONG>(SCARD_F_COMM_ERROR));
    SCardReleaseContext(shown.context);
    shown.server.finish();
}

TEST_CASE("the child of a fork has no map before it is given its own; its parent keeps the one it has") {
    MapMemory memory;
    memory.show(5, full);
    FoundServer server({[&](ScriptedPeer& peer) {
                            show_map(peer, memory);
                            peer.expect_hang_up();
                        },
                        [&](ScriptedPeer& peer) {
                            show_map(peer, memory);
                            peer.expect_hang_up();
                        }});
    const SCARDCONTEXT context = established();
    for (int look = 0; look < 4; ++look)
        CHECK(seen(context) == full_seen);
    const pid_t child = ::fork();
    if (child == 0) {
        bool same = true;
        for (int look = 0; look < 4; ++look)
            same = same && seen(context) == full_seen;
        ::_exit(same ? 0 : 1);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    memory.show(6, empty);
    CHECK(seen(context) == empty_seen);
    SCardReleaseContext(context);
    server.finish();
}
