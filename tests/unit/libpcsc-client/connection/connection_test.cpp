#include "libpcsc-client/connection/connection.hpp"

#include <catch2/catch.hpp>
#include <cstring>

#include "tests/fakes/scripted_server.hpp"
#include "tests/fakes/wire_recording.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

using Buffer = std::vector<std::uint8_t>;
using Scripts = std::vector<ScriptedServer::Script>;

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = 1;
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

ResultCode establish(Connection& connection, const ScriptedServer& server) {
    std::uint32_t context = 0;
    return connection.establish(address_of(server.path()), 2, context);
}

/// A connection that has agreed on the server's version, and established a context.
struct Agreed {
    explicit Agreed(const ScriptedServer& server) {
        REQUIRE(establish(connection, server) == ResultCode::Success);
    }
    Connection connection;
};

Scripts after_version(ScriptedServer::Script script) {
    return {[script = std::move(script)](ScriptedPeer& peer) {
        peer.greet();
        script(peer);
    }};
}

Scripts play(const WireRecording& recording, std::initializer_list<const char*> commands) {
    const std::vector<std::string> wanted(commands.begin(), commands.end());
    return {[&recording, wanted](ScriptedPeer& peer) {
        for (const RecordedMessage& message : recording.messages) {
            if (message.connection != 1 || std::ranges::find(wanted, message.command) == wanted.end())
                continue;
            // What is asked of VERSION is in its numbers; its rv carries our offer.
            if (message.sender == Sender::Client && message.command == "VERSION")
                must(peer.expect<Version>().major == 4);
            else if (message.sender == Sender::Client)
                peer.expect_bytes(message.bytes);
            else
                peer.send(message.bytes);
        }
    }};
}

std::uint32_t recorded_card(const WireRecording& recording) {
    return decode_reply<Connect>(recording.find(Sender::Server, "CONNECT").bytes).card;
}

}  // namespace

TEST_CASE("a daemon that takes our newest version is asked once") {
    ScriptedServer server(play(wire_recording("lib251-daemon251"), {"VERSION", "ESTABLISH_CONTEXT"}));
    Connection connection;
    CHECK(establish(connection, server) == ResultCode::Success);
    CHECK(connection.dialect() == Dialect::V4_6);
    server.finish();
}

TEST_CASE("a daemon that refuses our newest version is asked once more, for its own") {
    ScriptedServer server(play(wire_recording("lib251-daemon199"), {"VERSION", "ESTABLISH_CONTEXT"}));
    Connection connection;
    CHECK(establish(connection, server) == ResultCode::Success);
    CHECK(connection.dialect() == Dialect::V4_4);
    server.finish();
}

TEST_CASE("a daemon whose version we do not speak is not asked again") {
    const Version answer = GENERATE(
        Version{4, 3, ResultCode::ServiceStopped}, Version{4, 7, ResultCode::ServiceStopped},
        Version{5, 4, ResultCode::ServiceStopped}, Version{4, 0xFFFFFFFF, ResultCode::ServiceStopped},
        Version{4, 3, ResultCode::Success}, Version{3, 6, ResultCode::Success});
    ScriptedServer server({[&](ScriptedPeer& peer) {
        peer.expect<Version>();
        peer.reply(answer);
        peer.expect_hang_up();
    }});
    Connection connection;
    CHECK(establish(connection, server) == ResultCode::ServiceStopped);
    connection.close();
    server.finish();
}

TEST_CASE("a daemon that takes 4:6 and says 4:5 is spoken to in 4:5") {
    ScriptedServer server({[](ScriptedPeer& peer) {
        peer.expect<Version>();
        peer.reply(Version{4, 5, ResultCode::Success});
        peer.grant<EstablishContext>();
    }});
    CHECK(Agreed(server).connection.dialect() == Dialect::V4_5);
    server.finish();
}

TEST_CASE("a daemon that hangs up without listening does not want this user") {
    ScriptedServer server({[](ScriptedPeer& peer) { peer.expect_bytes(Buffer{12}); }});
    Connection connection;
    CHECK(establish(connection, server) == ResultCode::SecurityViolation);
    server.finish();
}

TEST_CASE("a daemon that hangs up after listening is no service") {
    ScriptedServer server({[](ScriptedPeer& peer) { peer.expect<Version>(); }});
    Connection connection;
    CHECK(establish(connection, server) == ResultCode::NoService);
    server.finish();
}

TEST_CASE("where nobody listens there is no service") {
    Connection connection;
    CHECK(connection.open(address_of("/nonexistent/socket")) == ResultCode::NoService);
    EstablishContext message;
    CHECK(connection.call(message) == ResultCode::NoService);
}

TEST_CASE("requests and replies are those of the recorded conversations") {
    const WireRecording& recording =
        GENERATE(std::cref(wire_recording("lib251-daemon251")), std::cref(wire_recording("lib251-daemon199")))
            .get();
    ScriptedServer server(
        play(recording, {"VERSION", "ESTABLISH_CONTEXT", "CONNECT", "BEGIN_TRANSACTION", "TRANSMIT",
                         "CONTROL", "END_TRANSACTION", "RECONNECT", "DISCONNECT", "RELEASE_CONTEXT"}));
    Connection connection;
    std::uint32_t context = 0;
    CHECK(connection.establish(address_of(server.path()), 2, context) == ResultCode::Success);
    Connect connect{.context = context,
                    .reader = to_reader_name("Null 00 00"),
                    .share_mode = 2,
                    .preferred_protocols = 3};
    CHECK(connection.call(connect) == ResultCode::Success);
    CHECK(connect.card == recorded_card(recording));
    CHECK(connect.active_protocol == 2);
    BeginTransaction begin{.card = connect.card};
    CHECK(connection.call(begin) == ResultCode::Success);

    const Buffer apdu = {0x00, 0xA4, 0x04, 0x00, 0x00};
    Buffer answer(300);
    const Transmit request{.card = connect.card,
                           .send_pci_protocol = 2,
                           .send_pci_length = 16,
                           .send_length = 5,
                           .recv_pci_length = 16,
                           .recv_length = 300,
                           .payload = apdu};
    Transmit transmit = request;
    CHECK(connection.transmit(transmit, answer) == ResultCode::Success);
    CHECK(transmit.recv_length == 7);
    CHECK(transmit.recv_pci_protocol == 1);
    CHECK(Buffer(answer.begin(), answer.begin() + 7) == Buffer{0x00, 0xA4, 0x04, 0x00, 0x00, 0x90, 0x00});
    transmit = request;
    transmit.recv_pci_protocol = 1;  // the program's header, as the first answer left it
    transmit.recv_length = 1;
    CHECK(connection.transmit(transmit, MutableBytes(answer).first(1)) == ResultCode::InsufficientBuffer);
    CHECK(transmit.recv_length == 7);

    Control control{.card = connect.card, .control_code = 0x42000D48, .recv_length = 300};
    CHECK(connection.control(control, answer) == ResultCode::UnsupportedFeature);
    EndTransaction end{.card = connect.card};
    CHECK(connection.call(end) == ResultCode::Success);
    Reconnect reconnect{.card = connect.card,
                        .share_mode = 2,
                        .preferred_protocols = 3,
                        .initialization = 1,
                        .active_protocol = 2};
    CHECK(connection.call(reconnect) == ResultCode::Success);
    Disconnect disconnect{.card = connect.card};
    CHECK(connection.call(disconnect) == ResultCode::Success);
    ReleaseContext release{.context = context};
    CHECK(connection.call(release) == ResultCode::Success);
    server.finish();
}

TEST_CASE("attributes are those of the recorded conversations") {
    const WireRecording& recording = wire_recording("lib251-daemon251");
    ScriptedServer server(after_version([&](ScriptedPeer& peer) {
        peer.expect<GetAttribute>();
        peer.send(recording.find(Sender::Server, "GET_ATTRIB").bytes);
    }));
    Agreed agreed(server);
    GetAttribute message{.card = recorded_card(recording), .id = 0x00090303, .length = attribute_size};
    CHECK(agreed.connection.call(message) == ResultCode::Success);
    CHECK(Buffer(message.value.begin(), message.value.begin() + message.length) ==
          Buffer{0x3B, 0x80, 0x80, 0x01, 0x01});
    server.finish();
}

TEST_CASE("an answer that comes in pieces is put together") {
    const Buffer sent(500, 0x5A);
    ScriptedServer server(after_version([&](ScriptedPeer& peer) {
        auto message = peer.expect<Transmit>();
        message.recv_length = 500;
        Buffer bytes(body_size<Transmit>());
        encode_reply(message, bytes);
        bytes.insert(bytes.end(), sent.begin(), sent.end());
        for (const std::size_t size : {1U, 30U, 2U, 100U, 399U}) {
            peer.send(Bytes(bytes).first(size));
            bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
        }
    }));
    Agreed agreed(server);
    Buffer answer(500);
    Transmit message{.recv_length = 500};
    CHECK(agreed.connection.transmit(message, answer) == ResultCode::Success);
    CHECK(answer == sent);
    server.finish();
}

TEST_CASE("the largest APDU goes out and comes back whole") {
    ScriptedServer server(after_version([](ScriptedPeer& peer) {
        auto message = peer.expect<Transmit>();
        message.recv_length = static_cast<std::uint32_t>(message.payload.size());
        peer.reply(message);
        peer.send(message.payload);
    }));
    Agreed agreed(server);
    Buffer sent(max_payload_size);
    std::ranges::generate(sent, [i = 0]() mutable { return static_cast<std::uint8_t>(i++ % 251); });
    Buffer answer(max_payload_size);
    Transmit message{.send_length = max_payload_size, .recv_length = max_payload_size, .payload = sent};
    CHECK(agreed.connection.transmit(message, answer) == ResultCode::Success);
    CHECK(answer == sent);
    server.finish();
}

TEST_CASE("an answer longer than there is room for closes the connection") {
    const std::uint32_t announced = GENERATE(11U, 0x80000000U, 0xFFFFFFFFU);
    ScriptedServer server(after_version([&](ScriptedPeer& peer) {
        auto message = peer.expect<Control>();
        message.bytes_returned = announced;
        peer.reply(message);
        peer.expect_hang_up();
    }));
    Agreed agreed(server);
    Buffer answer(10);
    Control message{.recv_length = 10};
    CHECK(agreed.connection.control(message, answer) == ResultCode::CommError);
    CHECK(agreed.connection.has_ended());
    CHECK(agreed.connection.call(message) == ResultCode::NoService);
    server.finish();
}

TEST_CASE("more bytes than announced close the connection") {
    ScriptedServer server(after_version([&](ScriptedPeer& peer) {
        auto message = peer.expect<Control>();
        message.bytes_returned = 1;
        Buffer bytes(body_size<Control>() + 5);
        encode_reply(message, bytes);
        peer.send(bytes);
        peer.expect_hang_up();
    }));
    Agreed agreed(server);
    Buffer answer(10);
    Control message{.recv_length = 10};
    CHECK(agreed.connection.control(message, answer) == ResultCode::CommError);
    server.finish();
}

TEST_CASE("a daemon that dies in the middle of a reply is no service, and its connection is not used again") {
    ScriptedServer server(after_version([](ScriptedPeer& peer) {
        peer.expect<Status>();
        peer.send(Buffer{1, 2, 3});
    }));
    Agreed agreed(server);
    Status message;
    CHECK(agreed.connection.call(message) == ResultCode::NoService);
    CHECK(agreed.connection.has_ended());
    CHECK(agreed.connection.call(message) == ResultCode::NoService);
    server.finish();
}
