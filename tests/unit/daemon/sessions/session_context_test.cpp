// VERSION, ESTABLISH, RELEASE and CANCEL, and what becomes of a client that leaves.
#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

TEST_CASE("a client that speaks a known version is answered its own") {
    SessionBench bench;
    const std::uint32_t minor = GENERATE(3U, 4U, 5U, 6U);
    Client client = bench.stranger();
    const auto answer = client.call(ipc::Version{4, minor, ResultCode::Success});
    CHECK(answer.major == 4);
    CHECK(answer.minor == minor);
    CHECK(answer.rv == ResultCode::Success);
}

TEST_CASE("a client that speaks an unknown version is told ours, and may ask again") {
    SessionBench bench;
    Client client = bench.stranger();
    const auto asked = GENERATE(std::pair(4U, 2U), std::pair(4U, 7U), std::pair(3U, 4U), std::pair(5U, 6U));
    const auto refusal = client.call(ipc::Version{asked.first, asked.second, ResultCode::Success});
    CHECK(refusal.rv == ResultCode::ServiceStopped);
    CHECK(refusal.major == 4);
    CHECK(refusal.minor == 6);
    CHECK(client.call(ipc::Version{4, 6, ResultCode::Success}).rv == ResultCode::Success);
}

TEST_CASE("a client that only asks for the version and leaves is welcome") {
    SessionBench bench;
    {
        Client client = bench.stranger();
        client.version(Dialect::V4_4);
    }
    CHECK(bench.house.sessions.empty());
}

TEST_CASE("a context is established for each scope that there is, and no other") {
    SessionBench bench;
    const std::uint32_t scope = GENERATE(0U, 1U, 2U, 3U, 4U, 0xFFFFFFFFU);
    Client client = bench.stranger();
    const auto answer = client.call(ipc::EstablishContext{scope, 0, ResultCode::Success});
    if (scope <= 3) {
        CHECK(answer.rv == ResultCode::Success);
        CHECK(answer.scope == scope);
        CHECK(answer.context > 0);
        CHECK(answer.context <= 0x7FFFFFFF);
    } else {
        CHECK(answer.rv == ResultCode::InvalidValue);
        CHECK(bench.house.handles.context_count() == 0);
    }
}

TEST_CASE("a connection is one context") {
    SessionBench bench;
    Client client = bench.client();
    CHECK(client.call(ipc::EstablishContext{2, 0, ResultCode::Success}).rv == ResultCode::InvalidParameter);
    CHECK(bench.house.handles.context_count() == 1);
    CHECK(client.call(ipc::ReleaseContext{client.context, ResultCode::Success}).rv == ResultCode::Success);
    client.establish();
    CHECK(bench.house.handles.context_count() == 1);
}

TEST_CASE("a client releases its own context, once") {
    SessionBench bench;
    Client client = bench.client();
    Client other = bench.client();
    const auto release = [&](std::uint32_t context) {
        return client.call(ipc::ReleaseContext{context, ResultCode::Success}).rv;
    };
    CHECK(release(other.context) == ResultCode::InvalidHandle);
    CHECK(release(0) == ResultCode::InvalidHandle);
    CHECK(release(client.context) == ResultCode::Success);
    CHECK(release(client.context) == ResultCode::InvalidHandle);
    CHECK(client.call(client.connect_request()).rv == ResultCode::InvalidHandle);
    CHECK(bench.house.handles.context_count() == 1);
}

TEST_CASE("a context that is released closes its handles, and resets the card that it held") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    client.connect();
    Client other = bench.client();
    const std::uint32_t others = other.connect();
    REQUIRE(client.begin(card) == ResultCode::Success);
    bench.driver().forget();
    CHECK(client.call(ipc::ReleaseContext{client.context, ResultCode::Success}).rv == ResultCode::Success);
    CHECK(bench.driver().heard() == std::vector<std::string>{"reset"});
    CHECK(bench.house.handles.card_count() == 1);
    CHECK(other.status(others) == ResultCode::ResetCard);
    client.send(ipc::Status{card, ResultCode::Success});
    CHECK(client.closed());
}

TEST_CASE("a client that leaves leaves nothing behind") {
    SessionBench bench;
    {
        Client client = bench.client();
        client.connect();
        client.connect();
        bench.driver().forget();
    }
    CHECK(bench.house.handles.context_count() == 0);
    CHECK(bench.house.handles.card_count() == 0);
    CHECK(bench.house.sessions.empty());
    CHECK(bench.driver().heard().empty());
    Client next = bench.client();
    next.connect(desk, 1);
}

TEST_CASE("the house is told of how many clients it has") {
    SessionBench bench;
    std::vector<std::size_t> counts;
    bench.house.on_client_count = [&](std::size_t count) { counts.push_back(count); };
    {
        const Client first = bench.stranger();
        const Client second = bench.stranger();
    }
    CHECK(counts == std::vector<std::size_t>{1, 2, 1, 0});
    bench.house.on_client_count = [](std::size_t) {};
}

TEST_CASE("a wait is cancelled from another connection, with or without a context") {
    SessionBench bench;
    Client client = bench.client(Dialect::V4_4);
    client.send(ipc::WaitReaderStateChange{});
    client.records(16);
    Client other = GENERATE(true, false) ? bench.client() : bench.stranger();
    CHECK(other.call(ipc::Cancel{client.context, ResultCode::Success}).rv == ResultCode::Success);
    CHECK(client.reply<ipc::WaitResult>().rv == ResultCode::Cancelled);
    CHECK(client.waiting() == 0);
}

TEST_CASE("cancelling a context that does not wait is nothing, and is not remembered") {
    SessionBench bench;
    Client client = bench.client(Dialect::V4_4);
    Client other = bench.stranger();
    CHECK(other.call(ipc::Cancel{client.context, ResultCode::Success}).rv == ResultCode::Success);
    CHECK(client.waiting() == 0);
    client.send(ipc::WaitReaderStateChange{});
    client.records(16);
    CHECK(client.waiting() == 0);
}

TEST_CASE("a context that is not there cannot be cancelled") {
    SessionBench bench;
    std::uint32_t gone = 0;
    {
        const Client client = bench.client();
        gone = client.context;
    }
    Client other = bench.client();
    const auto cancel = [&](std::uint32_t context) {
        return other.call(ipc::Cancel{context, ResultCode::Success}).rv;
    };
    CHECK(cancel(gone) == ResultCode::InvalidHandle);
    CHECK(cancel(0) == ResultCode::InvalidHandle);
    CHECK(cancel(other.context) == ResultCode::Success);
}

TEST_CASE("version and context are had at once, questions about readers wait for the first enumeration") {
    SessionBench bench(Settled::No);
    Client client = bench.client();
    Client other = bench.client();
    client.send(ipc::GetReadersStateSize{});
    other.send(other.connect_request());
    CHECK(client.waiting() == 0);
    CHECK(other.waiting() == 0);
    bench.registry.settle();
    bench.loop.turn();
    CHECK(client.reply<ipc::ReadersStateSize>().records == 16);
    CHECK(other.reply<ipc::Connect>().rv == ResultCode::Success);
}

TEST_CASE("every question about readers waits for the first enumeration") {
    SessionBench bench(Settled::No);
    Client client = bench.client();
    SECTION("states") {
        client.send(ipc::GetReadersState{});
    }
    SECTION("array") {
        client.send(ipc::GetReadersStateArray{});
    }
    SECTION("events") {
        client.send(ipc::GetReaderEvents{});
    }
    SECTION("wait") {
        client.send(ipc::WaitReaderStateChange{});
        client.send(ipc::GetReadersStateSize{});
    }
    CHECK(client.waiting() == 0);
    bench.registry.settle();
    bench.loop.turn();
    CHECK(client.waiting() > 0);
}
