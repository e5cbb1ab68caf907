// What threads may do to one another through contexts and cards.
#include <future>
#include <mutex>

#include "tests/unit/libpcsc-client/api.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

constexpr std::chrono::seconds long_enough(10);

LONG wait_for_card(SCARDCONTEXT context) {
    SCARD_READERSTATE entry{};
    entry.szReader = "A";
    entry.dwCurrentState = SCARD_STATE_EMPTY;
    return SCardGetStatusChange(context, INFINITE, &entry, 1);
}

// Who is late is not in line when it matters, which makes the test easier, not wrong.
constexpr std::chrono::milliseconds time_to_get_in_line(100);

/// In a thread that a test need not see the end of.
std::future<LONG> begun_aside(SCARDHANDLE card) {
    std::packaged_task<LONG()> begin([card] { return SCardBeginTransaction(card); });
    std::future<LONG> result = begin.get_future();
    std::thread(std::move(begin)).detach();
    return result;
}

}  // namespace

TEST_CASE("two contexts never wait for each other") {
    std::promise<void> other_is_done;
    FoundServer server({[&](ScriptedPeer& peer) {
                            greet_and_connect(peer, 1, 11);
                            const auto message = peer.expect<BeginTransaction>();
                            must(other_is_done.get_future().wait_for(long_enough) ==
                                 std::future_status::ready);
                            peer.reply(message);
                            let_go(peer);
                        },
                        [](ScriptedPeer& peer) {
                            greet_and_connect(peer, 2, 12);
                            peer.grant<BeginTransaction>();
                            peer.give_states({empty_reader("A")});
                            let_go(peer);
                        }});
    const SCARDCONTEXT blocked = established();
    const SCARDHANDLE blocked_card = connected(blocked);
    auto begin = std::async(std::launch::async, SCardBeginTransaction, blocked_card);

    const SCARDCONTEXT free = established();
    CHECK(SCardBeginTransaction(connected(free)) == SCARD_S_SUCCESS);
    DWORD length = 0;
    CHECK(SCardListReaders(free, nullptr, nullptr, &length) == SCARD_S_SUCCESS);
    CHECK(SCardIsValidContext(blocked) == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(free) == SCARD_S_SUCCESS);
    other_is_done.set_value();
    CHECK(begin.get() == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(blocked) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("the context is free for others while a call waits for a card that somebody holds") {
    std::promise<void> refused;
    std::once_flag once;
    FoundServer server({[&](ScriptedPeer& peer) {
        greet_and_connect(peer, 1, 11);
        Request request = peer.any();
        while (auto* const begin = std::get_if<BeginTransaction>(&request)) {
            begin->rv = ResultCode::SharingViolation;
            peer.reply(*begin);
            std::call_once(once, [&] { refused.set_value(); });
            request = peer.any();
        }
        must(std::holds_alternative<GetReadersStateSize>(request));
        peer.send_states({empty_reader("A")});
        peer.grant<BeginTransaction>();
        let_go(peer);
    }});
    const SCARDCONTEXT context = established();
    auto begin = std::async(std::launch::async, SCardBeginTransaction, connected(context));
    REQUIRE(refused.get_future().wait_for(long_enough) == std::future_status::ready);
    DWORD length = 0;
    CHECK(SCardListReaders(context, nullptr, nullptr, &length) == SCARD_S_SUCCESS);
    CHECK(begin.get() == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("releasing a context that another thread waits in cancels the wait") {
    std::promise<void> registered;
    std::promise<void> cancelled;
    FoundServer server({[&](ScriptedPeer& peer) {
                            peer.greet();
                            peer.give_states({empty_reader("A")});
                            peer.give_states_and_register({empty_reader("A")});
                            registered.set_value();
                            cancelled.get_future().wait();
                            cancel_and_let_go(peer);
                        },
                        [&](ScriptedPeer& peer) {
                            peer.grant<Cancel>();
                            cancelled.set_value();
                        }});
    const SCARDCONTEXT context = established();
    auto wait = std::async(std::launch::async, wait_for_card, context);
    REQUIRE(registered.get_future().wait_for(long_enough) == std::future_status::ready);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    CHECK(wait.get() == SCARD_E_CANCELLED);
    server.finish();
}

TEST_CASE("a call that was about to begin when its context was released finds it gone") {
    std::promise<void> asked;
    std::promise<void> go_on;
    FoundServer server({[&](ScriptedPeer& peer) {
        greet_and_connect(peer, 1, 11);
        const auto message = peer.expect<BeginTransaction>();
        asked.set_value();
        go_on.get_future().wait();
        peer.reply(message);
        let_go(peer);
    }});
    const SCARDCONTEXT context = established();
    const SCARDHANDLE card = connected(context);
    auto begin = std::async(std::launch::async, SCardBeginTransaction, card);
    REQUIRE(asked.get_future().wait_for(long_enough) == std::future_status::ready);
    auto release = std::async(std::launch::async, SCardReleaseContext, context);
    while (SCardIsValidContext(context) == SCARD_S_SUCCESS)
        std::this_thread::yield();
    CHECK(SCardReleaseContext(context) == SCARD_E_INVALID_HANDLE);
    go_on.set_value();
    CHECK(begin.get() == SCARD_S_SUCCESS);
    CHECK(release.get() == SCARD_S_SUCCESS);
    CHECK(SCardBeginTransaction(card) == SCARD_E_INVALID_HANDLE);
    server.finish();
}

TEST_CASE("a daemon with one connection that goes away leaves none of those in line for it waiting") {
    std::promise<void> asked;
    std::promise<void> go_away;
    FoundServer server({[&](ScriptedPeer& peer) {
        greet_and_connect(peer, 1, 11);
        peer.expect<BeginTransaction>();
        asked.set_value();
        go_away.get_future().wait();
    }});
    const SCARDCONTEXT context = established();
    const SCARDHANDLE card = connected(context);
    std::future<LONG> first = begun_aside(card);
    REQUIRE(asked.get_future().wait_for(long_enough) == std::future_status::ready);
    std::array<std::future<LONG>, 3> others;
    for (std::future<LONG>& other : others)
        other = begun_aside(card);
    std::this_thread::sleep_for(time_to_get_in_line);
    go_away.set_value();
    CHECK(first.get() == SCARD_E_NO_SERVICE);
    for (std::future<LONG>& other : others) {
        REQUIRE(other.wait_for(long_enough) == std::future_status::ready);
        CHECK(other.get() == SCARD_E_NO_SERVICE);
    }
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("a reader that may not be used any more after a restart of the daemon is refused at once") {
    FoundServer server({[](ScriptedPeer& peer) { greet_and_connect(peer, 1, 11); },
                        [](ScriptedPeer& peer) {
                            peer.greet(2);
                            auto message = peer.expect<Connect>();
                            message.rv = ResultCode::SecurityViolation;
                            peer.reply(message);
                            let_go(peer);
                        }});
    ::setenv("SCRM_RECONNECT", "5000", 1);
    const SCARDCONTEXT context = established();
    const SCARDHANDLE card = connected(context);
    CHECK(SCardBeginTransaction(card) == SCARD_W_RESET_CARD);
    DWORD protocol = 0;
    CHECK(SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, SCARD_LEAVE_CARD, &protocol) ==
          SCARD_W_SECURITY_VIOLATION);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    ::setenv("SCRM_RECONNECT", "0", 1);
    server.finish();
}

TEST_CASE("contexts come and go in many threads at once") {
    constexpr int thread_count = 8;
    constexpr int rounds = 20;
    std::vector<ScriptedServer::Script> scripts(thread_count * rounds, [](ScriptedPeer& peer) {
        greet_and_connect(peer, 5, 6);
        peer.grant<BeginTransaction>();
        let_go(peer);
    });
    FoundServer server(std::move(scripts));
    const auto live = [] {
        std::vector<LONG> results;
        for (int i = 0; i < rounds; ++i) {
            SCARDCONTEXT context = 0;
            SCARDHANDLE card = 0;
            DWORD protocol = 0;
            results.push_back(SCardEstablishContext(2, nullptr, nullptr, &context));
            results.push_back(SCardConnect(context, "A", 2, 3, &card, &protocol));
            results.push_back(SCardBeginTransaction(card));
            results.push_back(SCardReleaseContext(context));
        }
        return results;
    };
    std::vector<std::future<std::vector<LONG>>> threads;
    for (int i = 0; i < thread_count; ++i)
        threads.push_back(std::async(std::launch::async, live));
    for (auto& thread : threads)
        CHECK(thread.get() == std::vector<LONG>(4 * rounds, SCARD_S_SUCCESS));
    server.finish();
}
