// The fake client against a daemon that plays a recording: it has to send, byte for byte, what the recorded
// library sent.
#include "tests/fakes/wire_client.hpp"

#include <sys/socket.h>

#include <array>
#include <catch2/catch.hpp>
#include <future>

#include "tests/fakes/wire_recording.hpp"

using namespace scrm::ipc;
using namespace scrm::fakes;

namespace {

using Buffer = std::vector<std::uint8_t>;

constexpr std::chrono::seconds soon(10);
const Buffer apdu = {0x00, 0xA4, 0x04, 0x00, 0x00};

struct SocketPair {
    WireSocket client;
    WireSocket daemon;
};

SocketPair socket_pair() {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
    return {WireSocket(ends[0]), WireSocket(ends[1])};
}

/// Plays the daemon's part of one connection; returns what the client did not say as recorded, or "".
std::string play(WireSocket socket, const WireRecording& recording, int connection) {
    for (const RecordedMessage& message : recording.messages) {
        if (message.connection != connection)
            continue;
        if (message.sender == Sender::Server)
            socket.send(message.bytes);
        else if (socket.receive(message.bytes.size(), soon).bytes != message.bytes)
            return "not as recorded: " + message.command;
    }
    return socket.receive(1, soon).end == Transfer::Closed ? "" : "more than was recorded";
}

struct PlayedDaemon {
    WireSocket socket;
    std::future<std::string> complaint;
};

PlayedDaemon play_in_background(const WireRecording& recording, int connection) {
    SocketPair ends = socket_pair();
    auto player = [&recording, connection](WireSocket socket) {
        return play(std::move(socket), recording, connection);
    };
    return {std::move(ends.client), std::async(std::launch::async, player, std::move(ends.daemon))};
}

/// The recorded calls up to the release of the card.
void use_card(WireClient& client, std::uint32_t card) {
    client.states();
    CHECK(client.call(Status{card, ResultCode::Success}).rv == ResultCode::Success);
    CHECK(client.begin(card).rv == ResultCode::Success);
    const auto answer = client.transmit(card, 2, apdu, 300);
    CHECK(answer.data == Buffer{0x00, 0xA4, 0x04, 0x00, 0x00, 0x90, 0x00});
    Transmit cramped = answer.reply;
    cramped.payload = apdu;
    cramped.recv_length = 1;
    CHECK(client.transmit(cramped).reply.rv == ResultCode::InsufficientBuffer);
    const auto controlled = client.control({.card = card, .control_code = 0x42000D48, .recv_length = 300});
    CHECK(controlled.reply.rv == ResultCode::UnsupportedFeature);

    const auto unset = ResultCode::NoService;
    CHECK(client.call(GetAttribute{card, 0x00090303, {}, attribute_size, unset}).length == 5);
    CHECK(client.call(GetAttribute{card, 0x7FFF0003, {}, attribute_size, unset}).length == 11);
    const auto set = client.call(SetAttribute{card, 0x7FFF0003, {'a', 'b'}, 2, unset});
    CHECK(set.rv == ResultCode::NotTransacted);
    CHECK(client.end(card, 0).rv == ResultCode::Success);
    client.call(Reconnect{card, 2, 3, 1, 2, ResultCode::Success});
}

/// The recorded waits: three that end by themselves, one cancelled, one ended by an event, and a last look.
void wait_for_events(WireClient& client, WireClient& other) {
    for (int i = 0; i < 3; ++i) {
        CHECK(client.wait_begin().at(1).state == 0x34);
        CHECK(client.stop_waiting().rv == ResultCode::Success);
    }
    client.wait_begin();
    if (client.dialect() >= Dialect::V4_5)
        CHECK(client.reader_events().count == 2);
    CHECK(other.call(Cancel{client.context(), ResultCode::Success}).rv == ResultCode::Success);
    CHECK(client.wait_event(soon).value().rv == ResultCode::Cancelled);
    client.wait_begin();
    CHECK(client.wait_event(soon).value().rv == ResultCode::Success);
    CHECK(client.wait_begin().front().state == slot_state::absent);
    client.stop_waiting();
}

void converse(WireClient& client, WireClient& other, std::uint32_t minor) {
    CHECK((minor == 6 ? client.negotiate() : client.version(minor)).rv == ResultCode::Success);
    CHECK(client.establish().rv == ResultCode::Success);
    client.states();
    CHECK(name_of(client.states().at(1).name) == "Null 00 01");
    const auto card = client.connect_card("Null 00 00", 2, 3).card;
    use_card(client, card);
    wait_for_events(client, other);
    CHECK(client.disconnect(card, 0).rv == ResultCode::Success);
    CHECK(client.release().rv == ResultCode::Success);
}

}  // namespace

TEST_CASE("the client says what the recorded libraries said, in small sends and in joined ones") {
    const auto sends = GENERATE(Sends::Separate, Sends::Joined);
    for (const WireRecording& recording : wire_recordings()) {
        CAPTURE(recording.name);
        PlayedDaemon first = play_in_background(recording, 1);
        PlayedDaemon second = play_in_background(recording, 2);
        {
            WireClient client(std::move(first.socket), sends);
            WireClient other(std::move(second.socket), sends);
            CHECK_NOTHROW(converse(client, other, recording.name.starts_with("lib199") ? 4 : 6));
            CHECK(client.dialect() == recording.dialect);
        }
        CHECK(first.complaint.get().empty());
        CHECK(second.complaint.get().empty());
    }
}

TEST_CASE("4:3 asks for the states first and registers with 8 bytes that nobody answers") {
    SocketPair ends = socket_pair();
    const Buffer agreed = {4, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0};
    ends.daemon.send(agreed);
    ends.daemon.send(Buffer(legacy_reader_count * reader_state_size, 0));
    WireClient client(std::move(ends.client));
    client.version(3);
    CHECK(client.wait_begin().size() == 16);
    CHECK_FALSE(client.wait_event(std::chrono::milliseconds(0)));
    const Buffer said = ends.daemon.receive(20 + 8 + 16).bytes;
    CHECK(Buffer(said.begin() + 20, said.end()) ==
          Buffer{0, 0, 0, 0, 0x12, 0, 0, 0, 8, 0, 0, 0, 0x13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("a step is taken before each send and each receive, and joined sends are fewer") {
    const auto [sends, expected] = GENERATE(table<Sends, int>({
        {Sends::Separate,
         8},  // ESTABLISH's header and body, its answer, WAIT, SIZE, its answer, ARRAY, its answer
        {Sends::Joined, 6},  // ESTABLISH, its answer, WAIT and SIZE, their answer, ARRAY, its answer
    }));
    SocketPair ends = socket_pair();
    ends.daemon.send(Buffer(body_size<EstablishContext>(), 0));
    ends.daemon.send(Buffer{1, 0, 0, 0});
    ends.daemon.send(Buffer(reader_state_size, 0));
    int steps = 0;
    WireClient client(std::move(ends.client), sends);
    client.between_messages([&] { ++steps; });
    client.establish();
    CHECK(client.wait_begin().size() == 1);
    CHECK(steps == expected);
}

TEST_CASE("an answer that ends too early throws") {
    SocketPair ends = socket_pair();
    ends.daemon.send(Buffer(body_size<EstablishContext>() - 1, 0));
    WireClient client(std::move(ends.client), Sends::Joined);
    int steps = 0;
    client.between_messages([&] {
        if (++steps == 2)
            ends.daemon.close();
    });
    CHECK_THROWS_AS(client.establish(), WireError);
}

TEST_CASE("a number of records that no daemon has is a misread stream") {
    SocketPair ends = socket_pair();
    ends.daemon.send(Buffer(4, 0xFF));
    WireClient client(std::move(ends.client));
    CHECK_THROWS_AS(client.wait_begin(), WireError);
}

TEST_CASE("silence, a closed connection and a missing daemon are told apart") {
    SocketPair ends = socket_pair();
    ends.daemon.send(Buffer{1, 2, 3});
    CHECK(ends.client.receive(2).bytes == Buffer{1, 2});
    const Received late = ends.client.receive(2, std::chrono::milliseconds(0));
    CHECK(late.end == Transfer::TimedOut);
    CHECK(late.bytes == Buffer{3});
    ends.daemon.close();
    CHECK(ends.client.receive(1).end == Transfer::Closed);
    CHECK(ends.client.send(apdu) == Transfer::Closed);
    WireClient client(std::move(ends.client));
    CHECK_THROWS_AS(client.establish(), WireError);
    CHECK_THROWS_AS(WireSocket("/nonexistent/socket"), WireError);
}
