// A program that forks: the child goes on with what it inherited on connections of its own, the parent
// notices nothing. What the child finds out comes back as its exit code: the number of the first check that
// failed.
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <vector>

#include "libpcsc-client/process/fork_detection.hpp"
#include "tests/unit/libpcsc-client/api.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

constexpr std::chrono::seconds long_enough(10);

/// Runs `checks` in a child; 0, or the number of the first that failed, counted from 1.
template <class Checks>
int in_child(Checks checks) {
    const pid_t child = ::fork();
    if (child == 0) {
        int number = 0;
        for (const bool held : std::vector<bool>(checks())) {
            ++number;
            if (!held)
                ::_exit(number);
        }
        ::_exit(0);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

LONG count_readers(SCARDCONTEXT context) {
    DWORD length = 0;
    return SCardListReaders(context, nullptr, nullptr, &length);
}

/// Descriptors of this process that are connected to that socket.
int connections_to(const std::string& path) {
    int found = 0;
    for (int descriptor = 0; descriptor < 1024; ++descriptor) {
        sockaddr_un peer{};
        socklen_t size = sizeof peer;
        if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
            peer.sun_path == path)
            ++found;
    }
    return found;
}

}  // namespace

TEST_CASE("a context goes on in the child on a connection of its own, and in the parent as before") {
    std::promise<void> child_is_done;
    FoundServer server({[&](ScriptedPeer& peer) {
                            peer.greet(1);
                            child_is_done.get_future().wait();
                            peer.give_states({empty_reader("A")});
                            let_go(peer);
                        },
                        [](ScriptedPeer& peer) {
                            peer.greet(2);
                            peer.give_states({empty_reader("A")});
                            must(peer.grant<ReleaseContext>().context == 2);
                            peer.expect_hang_up();
                        }});
    const SCARDCONTEXT context = established();
    CHECK(in_child([context] {
              return std::vector{SCardIsValidContext(context) == SCARD_S_SUCCESS,
                                 count_readers(context) == SCARD_S_SUCCESS,
                                 SCardReleaseContext(context) == SCARD_S_SUCCESS,
                                 SCardIsValidContext(context) == SCARD_E_INVALID_HANDLE};
          }) == 0);
    child_is_done.set_value();
    CHECK(count_readers(context) == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("the child closes the descriptors it inherited at its first call, whatever that is") {
    FoundServer server({[](ScriptedPeer& peer) {
        peer.greet(1);
        let_go(peer);
    }});
    const SCARDCONTEXT context = established();
    CHECK(in_child([&] {
              const bool inherited = connections_to(server.path()) == 1;
              const bool unknown = SCardIsValidContext(12345) == SCARD_E_INVALID_HANDLE;
              return std::vector{inherited, unknown, connections_to(server.path()) == 0};
          }) == 0);
    CHECK(connections_to(server.path()) == 1);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("releasing an inherited context does not touch the parent's") {
    FoundServer server({[](ScriptedPeer& peer) {
        peer.greet(1);
        peer.give_states({empty_reader("A")});
        let_go(peer);
    }});
    const SCARDCONTEXT context = established();
    CHECK(in_child([context] {
              return std::vector{SCardReleaseContext(context) == SCARD_S_SUCCESS,
                                 SCardReleaseContext(context) == SCARD_E_INVALID_HANDLE};
          }) == 0);
    CHECK(count_readers(context) == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("an inherited card reports a reset until it is reconnected, by its reader's name") {
    FoundServer server({[](ScriptedPeer& peer) {
                            greet_and_connect(peer, 1, 11);
                            peer.grant<BeginTransaction>();
                            let_go(peer);
                        },
                        [](ScriptedPeer& peer) {
                            peer.greet(2);
                            auto message = peer.expect<Connect>();
                            must(message.context == 2);
                            must(name_of(message.reader) == "A");
                            must(message.share_mode == SCARD_SHARE_EXCLUSIVE);
                            message.card = 12;
                            message.active_protocol = SCARD_PROTOCOL_T0;
                            peer.reply(message);
                            must(peer.grant<BeginTransaction>().card == 12);
                            must(peer.grant<Reconnect>().card == 12);
                            must(peer.grant<Disconnect>().card == 12);
                        }});
    const SCARDCONTEXT context = established();
    const SCARDHANDLE card = connected(context);
    CHECK(in_child([card] {
              DWORD protocol = 0;
              return std::vector{SCardBeginTransaction(card) == SCARD_W_RESET_CARD,
                                 SCardStatus(card, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) ==
                                     SCARD_W_RESET_CARD,
                                 SCardReconnect(card, SCARD_SHARE_EXCLUSIVE, 3, SCARD_LEAVE_CARD,
                                                &protocol) == SCARD_S_SUCCESS,
                                 protocol == SCARD_PROTOCOL_T0,
                                 SCardBeginTransaction(card) == SCARD_S_SUCCESS,
                                 SCardReconnect(card, 2, 3, SCARD_RESET_CARD, &protocol) == SCARD_S_SUCCESS,
                                 SCardDisconnect(card, SCARD_LEAVE_CARD) == SCARD_S_SUCCESS,
                                 SCardBeginTransaction(card) == SCARD_E_INVALID_HANDLE};
          }) == 0);
    CHECK(SCardBeginTransaction(card) == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("an inherited card that is reconnected with a reset is connected and then reset") {
    FoundServer server({[](ScriptedPeer& peer) {
                            greet_and_connect(peer, 1, 11);
                            let_go(peer);
                        },
                        [](ScriptedPeer& peer) {
                            greet_and_connect(peer, 2, 12);
                            auto message = peer.expect<Reconnect>();
                            must(message.card == 12);
                            must(message.initialization == SCARD_UNPOWER_CARD);
                            message.active_protocol = SCARD_PROTOCOL_T0;
                            peer.reply(message);
                        }});
    const SCARDCONTEXT context = established();
    const SCARDHANDLE card = connected(context);
    CHECK(in_child([card] {
              DWORD protocol = 0;
              return std::vector{SCardReconnect(card, 2, 3, SCARD_UNPOWER_CARD, &protocol) == SCARD_S_SUCCESS,
                                 protocol == SCARD_PROTOCOL_T0};
          }) == 0);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("an inherited card is given up without a word to the daemon") {
    FoundServer server({[](ScriptedPeer& peer) {
        greet_and_connect(peer, 1, 11);
        let_go(peer);
    }});
    const SCARDCONTEXT context = established();
    const SCARDHANDLE card = connected(context);
    CHECK(in_child([card] {
              return std::vector{SCardDisconnect(card, SCARD_RESET_CARD) == SCARD_S_SUCCESS,
                                 SCardDisconnect(card, SCARD_RESET_CARD) == SCARD_E_INVALID_HANDLE};
          }) == 0);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("a child is not held up by what the parent's threads were doing") {
    std::promise<void> asked;
    std::promise<void> child_is_done;
    FoundServer server({[&](ScriptedPeer& peer) {
                            greet_and_connect(peer, 1, 11);
                            const auto message = peer.expect<BeginTransaction>();
                            asked.set_value();
                            child_is_done.get_future().wait();
                            peer.reply(message);
                            let_go(peer);
                        },
                        [](ScriptedPeer& peer) {
                            peer.greet(2);
                            peer.give_states({empty_reader("A")});
                        }});
    const SCARDCONTEXT context = established();
    auto begin = std::async(std::launch::async, SCardBeginTransaction, connected(context));
    REQUIRE(asked.get_future().wait_for(long_enough) == std::future_status::ready);
    CHECK(in_child([context] { return std::vector{count_readers(context) == SCARD_S_SUCCESS}; }) == 0);
    child_is_done.set_value();
    CHECK(begin.get() == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("a child of a child is a child") {
    FoundServer server({[](ScriptedPeer& peer) {
                            peer.greet(1);
                            let_go(peer);
                        },
                        [](ScriptedPeer& peer) {
                            peer.greet(2);
                            peer.give_states({empty_reader("A")});
                            peer.give_states({empty_reader("A")});
                        },
                        [](ScriptedPeer& peer) {
                            peer.greet(3);
                            peer.give_states({empty_reader("A")});
                        }});
    const SCARDCONTEXT context = established();
    const auto list = [context] { return count_readers(context) == SCARD_S_SUCCESS; };
    CHECK(in_child([&] {
              const bool first = list();
              const int grandchild = in_child([&] { return std::vector{list()}; });
              return std::vector{first, grandchild == 0, list()};
          }) == 0);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("a child whose daemon is gone is told so, and may try again") {
    FoundServer server({[](ScriptedPeer& peer) {
        peer.greet(1);
        let_go(peer);
    }});
    const SCARDCONTEXT context = established();
    CHECK(in_child([&] {
              ::unlink(server.path().c_str());
              return std::vector{SCardIsValidContext(context) == SCARD_E_INVALID_HANDLE,
                                 count_readers(context) == SCARD_E_NO_SERVICE,
                                 count_readers(context) == SCARD_E_NO_SERVICE,
                                 SCardReleaseContext(context) == SCARD_S_SUCCESS};
          }) == 0);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("settling runs once, in a child alone") {
    ForkDetection detection;
    int runs = 0;
    const auto settle = [&] { detection.settle([&] { ++runs; }); };
    settle();
    detection.arm();
    settle();
    CHECK(runs == 0);
    CHECK(in_child([&] {
              settle();
              settle();
              return std::vector{runs == 1};
          }) == 0);
    settle();
    CHECK(runs == 0);
}
