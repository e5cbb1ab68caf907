// The public functions against a scripted daemon.
#pragma once

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "libpcsc-client/include/PCSC/winscard.h"
#include "tests/fakes/scripted_server.hpp"

namespace scrm::client {

/// A server that the library finds.
struct FoundServer : fakes::ScriptedServer {
    explicit FoundServer(std::vector<Script> scripts, ipc::Dialect dialect = ipc::newest_dialect)
        : ScriptedServer(std::move(scripts), dialect) {
        ::setenv("PCSCLITE_CSOCK_NAME", path().c_str(), 1);
    }
};

inline SCARDCONTEXT established() {
    SCARDCONTEXT context = 0;
    REQUIRE(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context) == SCARD_S_SUCCESS);
    return context;
}

inline SCARDHANDLE connected(SCARDCONTEXT context) {
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    REQUIRE(SCardConnect(context, "A", SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, &card, &protocol) ==
            SCARD_S_SUCCESS);
    return card;
}

/// The daemon's part of established() and connected().
inline void greet_and_connect(fakes::ScriptedPeer& peer, std::uint32_t context, std::uint32_t card) {
    peer.greet(context);
    auto message = peer.expect<ipc::Connect>();
    message.card = card;
    message.active_protocol = SCARD_PROTOCOL_T1;
    peer.reply(message);
}

inline void let_go(fakes::ScriptedPeer& peer) {
    peer.grant<ipc::ReleaseContext>();
    peer.expect_hang_up();
}

/// CANCEL came: the event goes out, whether or not the client is just giving up by itself.
inline void cancel_and_let_go(fakes::ScriptedPeer& peer) {
    peer.send_event(ipc::ResultCode::Cancelled);
    ipc::Request request = peer.any();
    if (std::holds_alternative<ipc::StopWaiting>(request))
        request = peer.any();  // the event was the answer
    peer.reply(std::get<ipc::ReleaseContext>(request));
    peer.expect_hang_up();
}

/// A card of a daemon that goes on as `script` says.
struct WithCard {
    explicit WithCard(fakes::ScriptedServer::Script script)
        : server({[script = std::move(script)](fakes::ScriptedPeer& peer) {
              greet_and_connect(peer, 77, 5);
              script(peer);
              let_go(peer);
          }}),
          context(established()),
          card(connected(context)) {}
    ~WithCard() {
        CHECK(SCardReleaseContext(context) == SCARD_S_SUCCESS);
        CHECK_NOTHROW(server.finish());
    }

    FoundServer server;
    SCARDCONTEXT context;
    SCARDHANDLE card;
};

}  // namespace scrm::client
