#include <atomic>
#include <catch2/catch.hpp>
#include <cstring>

#include "libpcsc-client/connection/connection.hpp"
#include "tests/fakes/scripted_server.hpp"
#include "tests/fakes/wire_recording.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::fakes;
using namespace scrm::ipc;

namespace {

using Buffer = std::vector<std::uint8_t>;

struct Talk {
    Talk(ScriptedServer::Script script, Dialect dialect)
        : server({with_greeting(std::move(script))}, dialect) {
        sockaddr_un address{};
        address.sun_family = 1;
        std::memcpy(address.sun_path, server.path().data(), server.path().size());
        std::uint32_t context = 0;
        REQUIRE(connection.establish(address, 0, context) == ResultCode::Success);
    }

    static ScriptedServer::Script with_greeting(ScriptedServer::Script script) {
        return [script = std::move(script)](ScriptedPeer& peer) {
            peer.greet();
            script(peer);
        };
    }

    ScriptedServer server;
    Connection connection;
};

std::atomic<std::int64_t> time_now = 0;

const Dialect every_dialect[] = {Dialect::V4_4, Dialect::V4_5, Dialect::V4_6};

}  // namespace

TEST_CASE("the states are read in every dialect") {
    for (const Dialect dialect : every_dialect) {
        Talk talk(
            [](ScriptedPeer& peer) {
                peer.give_states({full_reader("A"), empty_reader("B")});
            },
            dialect);
        CHECK(talk.connection.read_states() == ResultCode::Success);
        CHECK(talk.connection.readers().find("B") == empty_reader("B"));
        talk.server.finish();
    }
}

TEST_CASE("recorded states are read as they were") {
    for (const char* name : {"lib251-daemon199", "lib251-daemon251"}) {
        const WireRecording& recording = wire_recording(name);
        const bool sized = recording.dialect == Dialect::V4_6;
        Talk talk(
            [&](ScriptedPeer& peer) {
                for (const char* command :
                     {"GET_READERS_STATE", "GET_READERS_STATE_SIZE", "GET_READERS_STATE_ARRAY"})
                    if (sized == (std::string_view(command) != "GET_READERS_STATE")) {
                        peer.expect_bytes(recording.find(Sender::Client, command).bytes);
                        peer.send(recording.find(Sender::Server, command).bytes);
                    }
            },
            recording.dialect);
        CHECK(talk.connection.read_states() == ResultCode::Success);
        const auto reader = talk.connection.readers().find("Null 00 01");
        REQUIRE(reader.has_value());
        CHECK(reader->state == 0x34);
        CHECK(reader->atr_size == 5);
        talk.server.finish();
    }
}

TEST_CASE("the counter of the reader list comes with the states") {
    for (const Dialect dialect : {Dialect::V4_5, Dialect::V4_6}) {
        Talk talk(
            [](ScriptedPeer& peer) {
                peer.give_states({empty_reader("A")});
                peer.give_list_changes(9);
            },
            dialect);
        ReaderEvents events;
        CHECK(talk.connection.glance(events) == ResultCode::Success);
        CHECK(events.count == 9);
        talk.server.finish();
    }
}

TEST_CASE("the status of a card comes with the states, also when it is an error") {
    for (const Dialect dialect : every_dialect)
        for (const ResultCode rv : {ResultCode::Success, ResultCode::ResetCard}) {
            Talk talk(
                [rv](ScriptedPeer& peer) {
                    auto message = peer.expect<Status>();
                    message.rv = rv;
                    peer.reply(message);
                    peer.give_states({empty_reader("A")});
                },
                dialect);
            Status message{.card = 5};
            ReaderState state;
            CHECK(talk.connection.status(message, "A", state) == rv);
            CHECK(message.card == 5);
            CHECK((state == empty_reader("A")) == (rv == ResultCode::Success));
            talk.server.finish();
        }
}

TEST_CASE("the number of records may change from one question to the next") {
    Talk talk(
        [](ScriptedPeer& peer) {
            for (const std::size_t readers : {40U, 0U, 3U})
                peer.give_states(std::vector(readers, full_reader("A")));
        },
        Dialect::V4_6);
    for (const std::size_t readers : {40U, 0U, 3U}) {
        CHECK(talk.connection.read_states() == ResultCode::Success);
        CHECK(talk.connection.readers().size() == readers + 1);
        CHECK(talk.connection.readers().find("A").has_value() == (readers > 0));
    }
    talk.server.finish();
}

TEST_CASE("a number of records that no daemon has closes the connection") {
    for (const std::uint32_t records : {65537U, 0x80000000U, 0xFFFFFFFFU}) {
        Talk talk(
            [records](ScriptedPeer& peer) {
                peer.expect<GetReadersStateSize>();
                peer.reply(ReadersStateSize{records});
                peer.expect<GetReadersStateArray>();
                peer.expect_hang_up();
            },
            Dialect::V4_6);
        CHECK(talk.connection.read_states() == ResultCode::CommError);
        CHECK(talk.connection.has_ended());
        talk.server.finish();
    }
}

TEST_CASE("a registered client is told of the next change") {
    for (const Dialect dialect : every_dialect) {
        Talk talk(
            [](ScriptedPeer& peer) {
                peer.give_states_and_register({empty_reader("A")});
                peer.send_event();
            },
            dialect);
        CHECK(talk.connection.register_for_event() == ResultCode::Success);
        CHECK(talk.connection.readers().find("A").has_value());
        CHECK(talk.connection.wait_for_event(Deadline::after(INFINITE)) == ResultCode::Success);
        talk.server.finish();
    }
}

TEST_CASE("a wait that is over is told to the daemon, whose answer may be the event that just came") {
    for (const Dialect dialect : every_dialect)
        for (const ResultCode rv : {ResultCode::Success, ResultCode::Cancelled}) {
            Talk talk(
                [rv](ScriptedPeer& peer) {
                    peer.give_states_and_register({empty_reader("A")});
                    peer.expect<StopWaiting>();
                    peer.send_event(rv);
                },
                dialect);
            CHECK(talk.connection.register_for_event() == ResultCode::Success);
            CHECK(talk.connection.wait_for_event(Deadline::after(0)) == ResultCode::Timeout);
            CHECK(talk.connection.stop_waiting() == rv);
            talk.server.finish();
        }
}

TEST_CASE("what is not an event closes the connection") {
    const WaitResult nonsense = GENERATE(WaitResult{1, ResultCode::Success}, WaitResult{0, ResultCode{2}},
                                         WaitResult{0, ResultCode::Timeout});
    Talk talk(
        [&](ScriptedPeer& peer) {
            peer.give_states_and_register({empty_reader("A")});
            peer.reply(nonsense);
            peer.expect_hang_up();
        },
        Dialect::V4_6);
    CHECK(talk.connection.register_for_event() == ResultCode::Success);
    CHECK(talk.connection.wait_for_event(Deadline::after(INFINITE)) == ResultCode::CommError);
    CHECK(talk.connection.has_ended());
    talk.server.finish();
}

TEST_CASE("half an event does not hold a wait beyond its deadline") {
    Talk talk(
        [](ScriptedPeer& peer) {
            peer.give_states_and_register({empty_reader("A")});
            peer.send(Buffer{0, 0, 0});
            time_now = 1'000'000'000;
            peer.expect_hang_up();
        },
        Dialect::V4_6);
    const auto deadline = Deadline::after(200, [] { return time_now.load(); });
    CHECK(talk.connection.register_for_event() == ResultCode::Success);
    CHECK(talk.connection.wait_for_event(deadline) == ResultCode::NoService);
    CHECK(talk.connection.has_ended());
    talk.server.finish();
}

TEST_CASE("a daemon that dies ends the wait") {
    Talk talk([](ScriptedPeer& peer) { peer.give_states_and_register({empty_reader("A")}); }, Dialect::V4_6);
    CHECK(talk.connection.register_for_event() == ResultCode::Success);
    CHECK(talk.connection.wait_for_event(Deadline::after(INFINITE)) == ResultCode::NoService);
    talk.server.finish();
}
