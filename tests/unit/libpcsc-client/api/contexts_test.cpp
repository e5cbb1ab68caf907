#include <future>

#include "tests/unit/libpcsc-client/api.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

void begin_and_end(ScriptedPeer& peer) {
    peer.greet();
    let_go(peer);
}

}  // namespace

TEST_CASE("a context is valid from its establishment to its release") {
    FoundServer server({begin_and_end});
    const SCARDCONTEXT context = established();
    CHECK(context == 77);
    CHECK(SCardIsValidContext(context) == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    CHECK(SCardIsValidContext(context) == SCARD_E_INVALID_HANDLE);
    CHECK(SCardReleaseContext(context) == SCARD_E_INVALID_HANDLE);
    server.finish();
}

TEST_CASE("what the daemon says to ESTABLISH is the program's answer, and its handle is 0") {
    FoundServer server({[](ScriptedPeer& peer) {
        peer.grant<Version>();
        auto message = peer.expect<EstablishContext>();
        must(message.scope == 9);
        message.rv = ResultCode::InvalidValue;
        peer.reply(message);
        peer.expect_hang_up();
    }});
    SCARDCONTEXT context = 5;
    CHECK(SCardEstablishContext(9, nullptr, nullptr, &context) == SCARD_E_INVALID_VALUE);
    CHECK(context == 0);
    CHECK(SCardEstablishContext(2, nullptr, nullptr, nullptr) == SCARD_E_INVALID_PARAMETER);
    server.finish();
}

TEST_CASE("without a daemon there is no service") {
    SCARDCONTEXT context = 5;
    for (const std::string& path : {std::string("/nonexistent/socket"), std::string(200, 'x')}) {
        ::setenv("PCSCLITE_CSOCK_NAME", path.c_str(), 1);
        CHECK(SCardEstablishContext(2, nullptr, nullptr, &context) == SCARD_E_NO_SERVICE);
        CHECK(context == 0);
    }
}

TEST_CASE("a context whose daemon died is not valid, answers that there is no service, and can be released") {
    FoundServer server({[](ScriptedPeer& peer) { greet_and_connect(peer, 77, 5); }});
    const SCARDCONTEXT context = established();
    const SCARDHANDLE card = connected(context);
    server.finish();
    CHECK(SCardIsValidContext(context) == SCARD_E_INVALID_HANDLE);
    DWORD length = 0;
    CHECK(SCardListReaders(context, nullptr, nullptr, &length) == SCARD_E_NO_SERVICE);
    CHECK(SCardBeginTransaction(card) == SCARD_E_NO_SERVICE);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(context) == SCARD_E_INVALID_HANDLE);
    CHECK(SCardBeginTransaction(card) == SCARD_E_INVALID_HANDLE);
}

TEST_CASE("two contexts that a daemon gives the same number are told apart") {
    FoundServer server({begin_and_end, begin_and_end});
    const SCARDCONTEXT first = established();
    const SCARDCONTEXT second = established();
    CHECK(first != second);
    CHECK(SCardReleaseContext(first) == SCARD_S_SUCCESS);
    CHECK(SCardIsValidContext(second) == SCARD_S_SUCCESS);
    CHECK(SCardReleaseContext(second) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("no call knows a handle that was never given out") {
    SCARD_READERSTATE entry{};
    entry.szReader = "A";
    SCARDHANDLE card = 5;
    DWORD number = 5;
    for (const long handle : {0L, 1L, -1L}) {
        CHECK(SCardReleaseContext(handle) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardIsValidContext(handle) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardCancel(handle) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardFreeMemory(handle, nullptr) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardListReaders(handle, nullptr, nullptr, &number) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardListReaderGroups(handle, nullptr, &number) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardGetStatusChange(handle, 0, &entry, 1) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardConnect(handle, "A", 2, 3, &card, &number) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardReconnect(handle, 2, 3, 0, &number) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardDisconnect(handle, 0) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardBeginTransaction(handle) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardEndTransaction(handle, 0) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardControl(handle, 0, nullptr, 0, nullptr, 0, nullptr) == SCARD_E_INVALID_HANDLE);
        CHECK(SCardSetAttrib(handle, 0, reinterpret_cast<LPCBYTE>("a"), 1) == SCARD_E_INVALID_HANDLE);
    }
}

TEST_CASE("a cancelled wait ends, by a second connection that says no more than CANCEL") {
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
                            must(peer.grant<Cancel>().context == 77);
                            cancelled.set_value();
                            peer.expect_hang_up();
                        }});
    const SCARDCONTEXT context = established();
    auto wait = std::async(std::launch::async, [context] {
        SCARD_READERSTATE entry{};
        entry.szReader = "A";
        entry.dwCurrentState = SCARD_STATE_EMPTY;
        return SCardGetStatusChange(context, INFINITE, &entry, 1);
    });
    registered.get_future().wait();
    CHECK(SCardCancel(context) == SCARD_S_SUCCESS);
    CHECK(wait.get() == SCARD_E_CANCELLED);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}

TEST_CASE("a cancel while nobody waits does nothing, and the next wait does not feel it") {
    FoundServer server({[](ScriptedPeer& peer) {
        peer.greet();
        peer.give_states({empty_reader("A")});
        let_go(peer);
    }});
    const SCARDCONTEXT context = established();
    CHECK(SCardCancel(context) == SCARD_S_SUCCESS);
    SCARD_READERSTATE entry{};
    entry.szReader = "A";
    entry.dwCurrentState = SCARD_STATE_EMPTY;
    CHECK(SCardGetStatusChange(context, 0, &entry, 1) == SCARD_E_TIMEOUT);
    CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
    server.finish();
}
