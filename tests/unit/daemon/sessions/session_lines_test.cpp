// Clients who wait for their turn: whom the wire lets wait, and what becomes of those who leave.
#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

namespace {

/// One client holds a transaction on the desk, another has a handle there.
struct Held : SessionBench {
    Held() : holder(client()), second(client()) {
        held = holder.connect();
        wanted = second.connect();
        REQUIRE(holder.begin(held) == ResultCode::Success);
        driver().forget();
    }
    void ask_to_begin() {
        second.send(ipc::BeginTransaction{wanted, ResultCode::Success});
        CHECK(second.waiting() == 0);
    }

    Client holder;
    Client second;
    std::uint32_t held = 0;
    std::uint32_t wanted = 0;
};

}  // namespace

TEST_CASE("the answer to BEGIN is held until its turn") {
    Held bench;
    bench.ask_to_begin();
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
    CHECK(bench.second.reply<ipc::BeginTransaction>().rv == ResultCode::Success);
    CHECK(bench.second.end(bench.wanted) == ResultCode::Success);
}

TEST_CASE(
    "the next in line knows of its turn, and has its first request answered, before the one who has ended") {
    Held bench;
    bench.ask_to_begin();
    bench.holder.write_unseen(
        bench.holder.bytes_of(ipc::EndTransaction{bench.held, leave, ResultCode::Success}));
    const auto until_the_second_is_answered = [&] {
        while (bench.second.waiting() == 0) {
            REQUIRE(bench.loop.io.poll_one() > 0);
            CHECK(bench.holder.waiting() == 0);
        }
    };
    until_the_second_is_answered();
    CHECK(ipc::decode_reply<ipc::BeginTransaction>(
              bench.second.read_unseen(ipc::body_size<ipc::BeginTransaction>()))
              .rv == ResultCode::Success);
    bench.second.write_unseen(bench.second.bytes_of(ipc::Status{bench.wanted, ResultCode::Success}));
    until_the_second_is_answered();
    bench.loop.turn();
    CHECK(bench.holder.reply<ipc::EndTransaction>().rv == ResultCode::Success);
    CHECK(bench.second.reply<ipc::Status>().rv == ResultCode::Success);
}

TEST_CASE("a request behind a BEGIN that waits is answered behind it") {
    Held bench;
    bench.ask_to_begin();
    bench.second.send(ipc::Status{bench.wanted, ResultCode::Success});
    CHECK(bench.second.waiting() == 0);
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
    CHECK(bench.second.reply<ipc::BeginTransaction>().rv == ResultCode::Success);
    CHECK(bench.second.reply<ipc::Status>().rv == ResultCode::Success);
}

TEST_CASE("who waits for his turn is told of changes behind its answer or before, never within") {
    Held bench;
    Client third = bench.client(Dialect::V4_4);
    const std::uint32_t card = [&] {
        auto request = third.connect_request();
        third.send(request);
        CHECK(third.waiting() == 0);
        CHECK(bench.holder.end(bench.held) == ResultCode::Success);
        return third.reply<ipc::Connect>().card;
    }();
    REQUIRE(bench.holder.begin(bench.held) == ResultCode::Success);
    third.send(ipc::WaitReaderStateChange{});
    third.records(16);
    third.send(ipc::BeginTransaction{card, ResultCode::Success});
    bench.plug("More");
    CHECK(third.reply<ipc::WaitResult>().rv == ResultCode::Success);
    CHECK(third.waiting() == 0);
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
    CHECK(third.reply<ipc::BeginTransaction>().rv == ResultCode::Success);
}

TEST_CASE("a client that hangs up in line leaves it at once") {
    Held bench;
    bench.ask_to_begin();
    Client third = bench.client();
    third.send(third.connect_request());
    CHECK(third.waiting() == 0);
    bench.second.hang_up();
    third.hang_up();
    CHECK(bench.house.handles.card_count() == 1);
    CHECK(bench.holder.status(bench.held) == ResultCode::Success);
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
    CHECK(bench.driver().heard().empty());
}

TEST_CASE("a client that hangs up while its DISCONNECT waits leaves the card as it is") {
    Held bench;
    bench.second.send(ipc::Disconnect{bench.wanted, reset, ResultCode::Success});
    CHECK(bench.second.waiting() == 0);
    bench.second.hang_up();
    CHECK(bench.house.handles.card_count() == 1);
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
    CHECK(bench.driver().heard().empty());
}

TEST_CASE("a client that was granted its turn and hangs up gives it on") {
    Held bench;
    bench.ask_to_begin();
    Client third = bench.client();
    third.send(third.connect_request());
    CHECK(bench.holder.end(bench.held) == ResultCode::Success);
    CHECK(third.waiting() == 0);
    bench.second.hang_up();
    CHECK(bench.driver().heard().front() == "reset");
    CHECK(third.reply<ipc::Connect>().rv == ResultCode::Success);
    CHECK(bench.holder.status(bench.held) == ResultCode::ResetCard);
}

TEST_CASE("the death of the holder resets the card before the next has it, and the next has success") {
    Held bench;
    bench.ask_to_begin();
    bench.driver().hold(SlotVerb::Reset);
    bench.holder.hang_up();
    CHECK(bench.second.waiting() == 0);
    bench.driver().release(SlotVerb::Reset);
    bench.loop.turn();
    CHECK(bench.second.reply<ipc::BeginTransaction>().rv == ResultCode::Success);
    CHECK(bench.second.status(bench.wanted) == ResultCode::ResetCard);
}

TEST_CASE("a context whose other handle holds a transaction is refused instead of made to wait") {
    Held bench;
    bench.plug("Lamp");
    const std::uint32_t lamp = bench.second.connect("Lamp 00 00");
    const std::uint32_t sibling = bench.holder.connect("Lamp 00 00");
    REQUIRE(bench.second.begin(lamp) == ResultCode::Success);
    SECTION("BEGIN, on another reader") {
        CHECK(bench.second.begin(bench.wanted) == ResultCode::SharingViolation);
        CHECK(bench.holder.begin(sibling) == ResultCode::SharingViolation);
    }
    SECTION("CONNECT") {
        CHECK(bench.second.call(bench.second.connect_request()).rv == ResultCode::SharingViolation);
    }
    SECTION("DISCONNECT, which then leaves the card") {
        CHECK(bench.second.call(ipc::Disconnect{bench.wanted, reset, ResultCode::Success}).rv ==
              ResultCode::Success);
        CHECK(bench.driver().heard().empty());
    }
    SECTION("but it may begin once more what it holds") {
        CHECK(bench.second.begin(lamp) == ResultCode::Success);
    }
    SECTION("and waits again when it holds nothing more") {
        CHECK(bench.second.end(lamp) == ResultCode::Success);
        bench.ask_to_begin();
        CHECK(bench.holder.end(bench.held) == ResultCode::Success);
        CHECK(bench.second.reply<ipc::BeginTransaction>().rv == ResultCode::Success);
    }
}

TEST_CASE("two handles of one context do not lock each other out") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t first = client.connect();
    const std::uint32_t second = client.connect();
    REQUIRE(client.begin(first) == ResultCode::Success);
    CHECK(client.begin(second) == ResultCode::SharingViolation);
    CHECK(client.call(client.connect_request()).rv == ResultCode::SharingViolation);
    CHECK(client.end(first) == ResultCode::Success);
    CHECK(client.begin(second) == ResultCode::Success);
}

TEST_CASE("a reader that goes answers everybody who waits for it") {
    Held bench;
    bench.ask_to_begin();
    Client third = bench.client();
    third.send(third.connect_request());
    bench.unplug(0);
    CHECK(bench.second.reply<ipc::BeginTransaction>().rv == ResultCode::ReaderUnavailable);
    CHECK(third.reply<ipc::Connect>().rv == ResultCode::ReaderUnavailable);
    CHECK(bench.holder.end(bench.held) == ResultCode::ReaderUnavailable);
    bench.plug("Desk");
}

TEST_CASE("a session that the daemon closes ends, and its client finds the connection closed") {
    Held bench;
    bench.ask_to_begin();
    for (LiveSession& session : bench.house.sessions)
        session.close();
    bench.loop.turn();
    CHECK(bench.house.handles.card_count() == 0);
    CHECK(bench.holder.closed());
}
