#include "tests/unit/daemon/sessions/channel_line.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

TEST_CASE("a request is taken in whatever pieces it comes") {
    Line line;
    const auto coming = line.next();
    const Bytes request = transmit_request(3);
    for (const std::uint8_t byte : request) {
        CHECK_FALSE(*coming);
        line.write(ipc::Bytes(&byte, 1));
    }
    const ipc::Frame& frame = frame_of(coming);
    CHECK(frame.command == ipc::Command::Transmit);
    CHECK(Bytes(frame.payload.begin(), frame.payload.end()) == Bytes(3, 0x5A));
}

TEST_CASE("requests that come together are taken one after the other") {
    Line line;
    Bytes both = status_request(1);
    const Bytes second = transmit_request(2);
    both.insert(both.end(), second.begin(), second.end());
    line.write(both);
    const auto first_coming = line.next();
    const ipc::Frame first = frame_of(first_coming);
    CHECK(first.command == ipc::Command::Status);
    line.channel->consume(first);
    const auto second_coming = line.next();
    CHECK(frame_of(second_coming).command == ipc::Command::Transmit);
}

TEST_CASE("a request that begins behind another and is longer than the room is taken whole") {
    Line line;
    Bytes both = status_request(1);
    const Bytes second = transmit_request(2000, 0x77);
    both.insert(both.end(), second.begin(), second.end());
    line.write(ipc::Bytes(both).first(500));
    const auto first_coming = line.next();
    line.channel->consume(frame_of(first_coming));
    const auto second_coming = line.next();
    CHECK_FALSE(*second_coming);
    line.write(ipc::Bytes(both).subspan(500));
    const ipc::Frame& frame = frame_of(second_coming);
    CHECK(Bytes(frame.payload.begin(), frame.payload.end()) == Bytes(2000, 0x77));
}

TEST_CASE("the longest request is taken, a longer one is a violation at once") {
    Line line;
    const auto coming = line.next();
    const Bytes longest = transmit_request(ipc::max_payload_size);
    for (std::size_t sent = 0; sent < longest.size(); sent += 10000)
        line.write(ipc::Bytes(longest).subspan(sent, std::min<std::size_t>(10000, longest.size() - sent)));
    line.channel->consume(frame_of(coming));
    const Bytes longer = transmit_request(ipc::max_payload_size + 1);
    const auto next = line.next();
    line.write(ipc::Bytes(longer).first(100));
    REQUIRE(*next);
    CHECK(std::get<ipc::Violation>(**next) == ipc::Violation::PayloadTooLong);
}

TEST_CASE("what is no request is a violation") {
    Line line;
    const auto coming = line.next();
    line.write(Bytes{0, 0, 0, 0, 0xFF, 0, 0, 0});
    REQUIRE(*coming);
    CHECK(std::get<ipc::Violation>(**coming) == ipc::Violation::UnknownCommand);
}

TEST_CASE("a client that hangs up, before or in the midst of a request, is gone") {
    Line line;
    const auto coming = line.next();
    if (GENERATE(true, false))
        line.write(ipc::Bytes(status_request()).first(10));
    line.hang_up();
    line.loop.turn();
    REQUIRE(*coming);
    CHECK(std::holds_alternative<HungUp>(**coming));
}

TEST_CASE("closing ends the wait for a request") {
    Line line;
    const auto coming = line.next();
    line.channel->close();
    line.loop.turn();
    REQUIRE(*coming);
    CHECK(std::holds_alternative<HungUp>(**coming));
}

TEST_CASE("a request is wiped when it is done with") {
    Line line;
    line.write(transmit_request(20, 0x31));
    const auto coming = line.next();
    const ipc::Frame frame = frame_of(coming);
    CHECK(std::ranges::count(frame.payload, 0x31) == 20);
    line.channel->consume(frame);
    CHECK(std::ranges::count(frame.payload, 0) == 20);
    CHECK(std::ranges::count(frame.body, 0) == static_cast<std::ptrdiff_t>(frame.body.size()));
}

TEST_CASE("body and payload go out as one, at once if the client reads") {
    Line line;
    line.channel->send(Bytes{1, 2}, Bytes{3});
    CHECK_FALSE(line.channel->flushing());
    CHECK(line.read() == Bytes{1, 2, 3});
    line.channel->send(Bytes{4});
    CHECK(line.read() == Bytes{4});
}

TEST_CASE("what a client does not read waits for it in order, and nothing is lost or doubled") {
    Line line;
    std::size_t expected = line.fill(1);
    line.channel->send(Bytes{2, 2}, Bytes{3});
    line.channel->send(Bytes{4});
    expected += 4;
    const auto flushed = line.loop.start(Loop::valued(line.channel->flushed()));
    CHECK_FALSE(*flushed);
    Bytes all;
    while (all.size() < expected) {
        const Bytes piece = line.read();
        REQUIRE_FALSE(piece.empty());
        all.insert(all.end(), piece.begin(), piece.end());
    }
    CHECK(all.size() == expected);
    CHECK(Bytes(all.end() - 4, all.end()) == Bytes{2, 2, 3, 4});
    CHECK(std::ranges::count(all, 1) == static_cast<std::ptrdiff_t>(expected - 4));
    CHECK(*flushed);
    CHECK_FALSE(line.channel->flushing());
}

TEST_CASE("a reply that the socket takes in part goes on where it was cut") {
    Line line;
    const std::size_t room = line.fill(1);
    while (line.channel->flushing())
        line.read();
    Bytes body(room, 2);
    Bytes payload(room, 3);
    line.channel->send(body, payload);
    REQUIRE(line.channel->flushing());
    Bytes all;
    while (line.channel->flushing() || all.size() < 2 * room) {
        const Bytes piece = line.read();
        all.insert(all.end(), piece.begin(), piece.end());
    }
    const auto first_payload = std::ranges::find(all, 3);
    CHECK(std::ranges::count(all.begin(), first_payload, 2) == static_cast<std::ptrdiff_t>(room));
    CHECK(std::ranges::count(first_payload, all.end(), 3) == static_cast<std::ptrdiff_t>(room));
}

TEST_CASE("flushed returns at once when nothing waits") {
    Line line;
    CHECK(*line.loop.start(Loop::valued(line.channel->flushed())));
}

TEST_CASE("a descriptor goes out at once or not at all") {
    Line line;
    const Bytes body{1, 2, 3};
    CHECK(line.channel->send_with(0, body));
    CHECK(line.read() == body);
    line.fill(7);
    CHECK_FALSE(line.channel->send_with(0, body));
    Bytes room(100000);  // there is room again, and what is queued comes first
    REQUIRE(::recv(line.peer, room.data(), room.size(), MSG_DONTWAIT) > 0);
    CHECK_FALSE(line.channel->send_with(0, body));
    while (line.channel->flushing())
        for (const std::uint8_t byte : line.read())
            REQUIRE(byte == 7);
    line.hang_up();
    CHECK_FALSE(line.channel->send_with(0, body));
}
