#include <cstring>
#include <string>

#include "tests/unit/libpcsc-client/api.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

void refuse(ScriptedPeer& peer, ResultCode rv) {
    auto message = peer.expect<BeginTransaction>();
    message.rv = rv;
    peer.reply(message);
}

}  // namespace

TEST_CASE("a card is connected, and gone after it was disconnected") {
    const WithCard with([](ScriptedPeer& peer) {
        const auto message = peer.grant<Disconnect>();
        must(message.card == 5);
        must(message.disposition == SCARD_UNPOWER_CARD);
    });
    CHECK(with.card == 5);
    CHECK(SCardDisconnect(with.card, SCARD_UNPOWER_CARD) == SCARD_S_SUCCESS);
    CHECK(SCardDisconnect(with.card, SCARD_UNPOWER_CARD) == SCARD_E_INVALID_HANDLE);
}

TEST_CASE("a card whose disconnection was refused stays") {
    const WithCard with([](ScriptedPeer& peer) {
        auto message = peer.expect<Disconnect>();
        message.rv = ResultCode::InvalidValue;
        peer.reply(message);
        peer.grant<BeginTransaction>();
    });
    CHECK(SCardDisconnect(with.card, 99) == SCARD_E_INVALID_VALUE);
    CHECK(SCardBeginTransaction(with.card) == SCARD_S_SUCCESS);
}

TEST_CASE("arguments of SCardConnect are checked before the daemon is asked") {
    const WithCard with([](ScriptedPeer&) {});
    SCARDHANDLE card = 9;
    DWORD protocol = 9;
    CHECK(SCardConnect(with.context, "A", 2, 3, nullptr, &protocol) == SCARD_E_INVALID_PARAMETER);
    CHECK(SCardConnect(with.context, "A", 2, 3, &card, nullptr) == SCARD_E_INVALID_PARAMETER);
    CHECK(SCardConnect(with.context, nullptr, 2, 3, &card, &protocol) == SCARD_E_UNKNOWN_READER);
    CHECK(card == 0);
    CHECK(protocol == 0);
    const std::string name(128, 'x');
    CHECK(SCardConnect(with.context, name.c_str(), 2, 3, &card, &protocol) == SCARD_E_UNKNOWN_READER);
    const std::string longer(129, 'x');
    CHECK(SCardConnect(with.context, longer.c_str(), 2, 3, &card, &protocol) == SCARD_E_INVALID_VALUE);
}

TEST_CASE("SCardConnect does not wait for a card that somebody holds") {
    const WithCard with([](ScriptedPeer& peer) {
        auto message = peer.expect<Connect>();
        message.card = 6;
        message.rv = ResultCode::SharingViolation;
        peer.reply(message);
    });
    SCARDHANDLE card = 9;
    DWORD protocol = 9;
    CHECK(SCardConnect(with.context, "A", 1, 3, &card, &protocol) == SCARD_E_SHARING_VIOLATION);
    CHECK(card == 0);
    CHECK(protocol == 0);
}

TEST_CASE("SCardReconnect tells the protocol, and 0 when it fails") {
    const WithCard with([](ScriptedPeer& peer) {
        for (const ResultCode rv : {ResultCode::Success, ResultCode::NoSmartcard}) {
            auto message = peer.expect<Reconnect>();
            must(message.card == 5);
            must(message.initialization == SCARD_RESET_CARD);
            message.active_protocol = SCARD_PROTOCOL_T0;
            message.rv = rv;
            peer.reply(message);
        }
    });
    DWORD protocol = 9;
    CHECK(SCardReconnect(with.card, 2, 3, SCARD_RESET_CARD, nullptr) == SCARD_E_INVALID_PARAMETER);
    CHECK(SCardReconnect(with.card, 2, 3, SCARD_RESET_CARD, &protocol) == SCARD_S_SUCCESS);
    CHECK(protocol == SCARD_PROTOCOL_T0);
    CHECK(SCardReconnect(with.card, 2, 3, SCARD_RESET_CARD, &protocol) == SCARD_E_NO_SMARTCARD);
    CHECK(protocol == 0);
}

TEST_CASE("a transaction waits while somebody else holds the card, whatever the environment says") {
    ::setenv("PCSCLITE_NO_BLOCKING", "1", 1);
    const WithCard with([](ScriptedPeer& peer) {
        refuse(peer, ResultCode::SharingViolation);
        refuse(peer, ResultCode::SharingViolation);
        peer.grant<BeginTransaction>();
        auto end = peer.expect<EndTransaction>();
        end.rv = ResultCode::SharingViolation;
        peer.reply(end);
    });
    CHECK(SCardBeginTransaction(with.card) == SCARD_S_SUCCESS);
    CHECK(SCardEndTransaction(with.card, SCARD_RESET_CARD) == SCARD_E_SHARING_VIOLATION);
    ::unsetenv("PCSCLITE_NO_BLOCKING");
}

TEST_CASE("other calls wait as well, unless the environment says no") {
    const WithCard with([](ScriptedPeer& peer) {
        auto set = peer.expect<SetAttribute>();
        must(set.length == 2);
        set.length = 77;
        set.rv = ResultCode::SharingViolation;
        peer.reply(set);
        must(peer.grant<SetAttribute>().length == 2);
    });
    const std::array<BYTE, 2> value{1, 2};
    CHECK(SCardSetAttrib(with.card, 7, value.data(), value.size()) == SCARD_S_SUCCESS);
}

TEST_CASE("an end is not tried again: the transaction is somebody else's") {
    const WithCard with([](ScriptedPeer& peer) {
        auto end = peer.expect<EndTransaction>();
        end.rv = ResultCode::SharingViolation;
        peer.reply(end);
    });
    CHECK(SCardEndTransaction(with.card, SCARD_RESET_CARD) == SCARD_E_SHARING_VIOLATION);
}

TEST_CASE("SCardStatus tells name, state with the count of card movements, protocol and ATR") {
    const WithCard with([](ScriptedPeer& peer) {
        for (int i = 0; i < 5; ++i) {
            must(peer.grant<Status>().card == 5);
            peer.give_states({full_reader("A", 0x10003), full_reader("B")});
        }
    });
    std::array<char, 8> name{};
    std::array<BYTE, 33> atr{};
    DWORD name_size = name.size();
    DWORD atr_size = atr.size();
    DWORD state = 0;
    DWORD protocol = 0;
    CHECK(SCardStatus(with.card, name.data(), &name_size, &state, &protocol, atr.data(), &atr_size) ==
          SCARD_S_SUCCESS);
    CHECK(std::string(name.data()) == "A");
    CHECK(name_size == 2);
    CHECK(state == 0x00030034);
    CHECK(protocol == SCARD_PROTOCOL_T1);
    CHECK(atr_size == 2);
    CHECK(atr[0] == 0x3B);

    CHECK(SCardStatus(with.card, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) == SCARD_S_SUCCESS);
    CHECK(SCardStatus(with.card, name.data(), nullptr, nullptr, nullptr, nullptr, nullptr) ==
          SCARD_E_INSUFFICIENT_BUFFER);
    atr_size = 1;
    CHECK(SCardStatus(with.card, nullptr, nullptr, &state, nullptr, atr.data(), &atr_size) ==
          SCARD_E_INSUFFICIENT_BUFFER);
    CHECK(atr_size == 2);
    name_size = SCARD_AUTOALLOCATE;
    char* allocated = nullptr;
    CHECK(SCardStatus(with.card, reinterpret_cast<LPSTR>(&allocated), &name_size, nullptr, nullptr, nullptr,
                      nullptr) == SCARD_S_SUCCESS);
    CHECK(std::string(allocated, name_size) == std::string("A\0", 2));
    CHECK(SCardFreeMemory(with.context, allocated) == SCARD_S_SUCCESS);
}

TEST_CASE("SCardStatus of a card that is not well tells nothing but that") {
    const WithCard with([](ScriptedPeer& peer) {
        auto message = peer.expect<Status>();
        message.rv = ResultCode::RemovedCard;
        peer.reply(message);
        peer.give_states({empty_reader("A")});
        peer.grant<Status>();
        peer.give_states({empty_reader("B")});
    });
    for (const LONG expected : {SCARD_W_REMOVED_CARD, SCARD_E_READER_UNAVAILABLE}) {
        DWORD name_size = 9;
        DWORD state = 9;
        DWORD protocol = 9;
        DWORD atr_size = 9;
        CHECK(SCardStatus(with.card, nullptr, &name_size, &state, &protocol, nullptr, &atr_size) == expected);
        CHECK((name_size | state | protocol | atr_size) == 0);
    }
}
