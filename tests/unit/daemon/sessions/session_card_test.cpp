// How clients come to their cards and leave them, on the wire.
#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

TEST_CASE("CONNECT answers with a handle and the protocol, and repeats what was asked") {
    SessionBench bench;
    Client client = bench.client();
    const auto answer = client.call(client.connect_request());
    CHECK(answer.rv == ResultCode::Success);
    CHECK(answer.card > 0);
    CHECK(answer.card <= 0x7FFFFFFF);
    CHECK(answer.active_protocol == t1);
    CHECK(answer.context == client.context);
    CHECK(ipc::name_of(answer.reader) == desk);
    CHECK(answer.share_mode == shared);
    CHECK(answer.preferred_protocols == any_protocol);
}

TEST_CASE("CONNECT is refused for what makes no sense, and no handle is left of it") {
    struct Case {
        std::string_view reader;
        std::uint32_t mode;
        std::uint32_t context_bits;
        ResultCode code;
    };
    const auto a = GENERATE(values<Case>({
        {"Desk", shared, 0, ResultCode::UnknownReader},
        {"", shared, 0, ResultCode::UnknownReader},
        {desk, 0, 0, ResultCode::InvalidValue},
        {desk, 4, 0, ResultCode::InvalidValue},
        {desk, shared, 1, ResultCode::InvalidHandle},
    }));
    SessionBench bench;
    Client client = bench.client();
    ipc::Connect request = client.connect_request(a.reader, a.mode);
    request.context ^= a.context_bits;
    const auto answer = client.call(request);
    CHECK(answer.rv == a.code);
    CHECK(answer.card == 0);
    CHECK(bench.house.handles.card_count() == 0);
}

TEST_CASE("CONNECT before there is a context is refused") {
    SessionBench bench;
    Client client = bench.stranger();
    CHECK(client.call(client.connect_request()).rv == ResultCode::InvalidHandle);
}

TEST_CASE("a CONNECT that fails leaves no handle") {
    SessionBench bench;
    Client client = bench.client();
    client.connect(desk, 1);
    CHECK(client.call(client.connect_request()).rv == ResultCode::SharingViolation);
    CHECK(bench.house.handles.card_count() == 1);
}

TEST_CASE("a reader's name that fills its field is read to the field's end") {
    SessionBench bench;
    Client client = bench.client();
    ipc::Connect request = client.connect_request();
    request.reader.fill('x');
    CHECK(client.call(request).rv == ResultCode::UnknownReader);
}

TEST_CASE("RECONNECT answers with the protocol, and refuses what makes no sense") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    const auto reconnect = [&](std::uint32_t mode, std::uint32_t protocols, std::uint32_t initialization) {
        return client.call(ipc::Reconnect{card, mode, protocols, initialization, 0, ResultCode::Success});
    };
    const auto answer = reconnect(shared, 1, reset);
    CHECK(answer.rv == ResultCode::Success);
    CHECK(answer.active_protocol == 1);
    CHECK(reconnect(0, any_protocol, leave).rv == ResultCode::InvalidValue);
    CHECK(reconnect(4, any_protocol, leave).rv == ResultCode::InvalidValue);
    CHECK(reconnect(shared, any_protocol, 3).rv == ResultCode::InvalidValue);
    CHECK(reconnect(shared, any_protocol, 4).rv == ResultCode::InvalidValue);
    CHECK(client.status(card) == ResultCode::Success);
}

TEST_CASE("DISCONNECT ends the handle; what makes no sense does not") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    const auto disconnect = [&](std::uint32_t disposition) {
        return client.call(ipc::Disconnect{card, disposition, ResultCode::Success}).rv;
    };
    CHECK(disconnect(4) == ResultCode::InvalidValue);
    CHECK(client.status(card) == ResultCode::Success);
    CHECK(disconnect(leave) == ResultCode::Success);
    CHECK(bench.house.handles.card_count() == 0);
    client.send(ipc::Disconnect{card, leave, ResultCode::Success});
    CHECK(client.closed());
}

TEST_CASE("a handle can be closed after its reader has gone") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    bench.unplug(0);
    CHECK(client.status(card) == ResultCode::ReaderUnavailable);
    CHECK(client.call(ipc::Disconnect{card, reset, ResultCode::Success}).rv == ResultCode::Success);
    CHECK(client.call(client.connect_request()).rv == ResultCode::UnknownReader);
}

TEST_CASE("BEGIN and END answer as the slot does, and END refuses what makes no sense") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    CHECK(client.end(card) == ResultCode::NotTransacted);
    CHECK(client.begin(card) == ResultCode::Success);
    CHECK(client.end(card, 4) == ResultCode::InvalidValue);
    CHECK(client.end(card) == ResultCode::Success);
    CHECK(client.end(card) == ResultCode::NotTransacted);
}

TEST_CASE("what happened to the card is told on the wire") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    Client other = bench.client();
    other.call(ipc::Disconnect{other.connect(), reset, ResultCode::Success});
    CHECK(client.status(card) == ResultCode::ResetCard);
    bench.remove_card();
    CHECK(client.status(card) == ResultCode::RemovedCard);
}
