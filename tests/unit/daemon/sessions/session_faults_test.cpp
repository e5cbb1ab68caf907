// What a client may not do, and that nobody else notices when it does.
#include <cstring>

#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

namespace {

Payload message(std::uint32_t size, std::uint32_t command, std::size_t body) {
    Payload bytes(ipc::header_size + body);
    std::memcpy(bytes.data(), &size, sizeof size);
    std::memcpy(bytes.data() + sizeof size, &command, sizeof command);
    return bytes;
}

constexpr std::uint32_t number_of(ipc::Command command) {
    return static_cast<std::uint32_t>(command);
}

}  // namespace

TEST_CASE("an unknown command ends the connection") {
    SessionBench bench;
    Client client = bench.client();
    client.write(message(0, GENERATE(0U, 3U, 0x0CU, 0x0EU, 0x18U, 0xFFFFFFFFU), 0));
    CHECK(client.closed());
}

TEST_CASE("a command that the client's version does not have ends the connection") {
    SessionBench bench;
    Client old = bench.client(Dialect::V4_4);
    old.write(message(0,
                      number_of(GENERATE(ipc::Command::GetReaderEvents, ipc::Command::GetReadersStateSize,
                                         ipc::Command::GetReadersStateArray)),
                      0));
    CHECK(old.closed());
}

TEST_CASE("a message of the wrong size ends the connection") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t size = GENERATE(0U, 7U, 9U, 12U, 0xFFFFFFFFU);
    client.write(message(size, number_of(ipc::Command::Status), 0));
    CHECK(client.closed());
}

TEST_CASE("a payload longer than any APDU ends the connection before it is sent") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    bench.driver().forget();
    ipc::Transmit request{.card = card, .send_pci_protocol = t1, .send_length = ipc::max_payload_size + 1};
    if (GENERATE(true, false))
        request.send_length = 0xFFFFFFFF;
    client.send(request);
    CHECK(client.closed());
    CHECK(bench.driver().heard().empty());
}

TEST_CASE("a handle that is not this connection's ends it, and the handle's owner notices nothing") {
    SessionBench bench;
    Client owner = bench.client();
    const std::uint32_t card = owner.connect();
    Client thief = bench.client();
    const std::uint32_t asked = GENERATE(true, false) ? card : card ^ 1U;
    SECTION("reconnect") {
        thief.send(ipc::Reconnect{.card = asked, .share_mode = shared});
    }
    SECTION("disconnect") {
        thief.send(ipc::Disconnect{.card = asked});
    }
    SECTION("begin") {
        thief.send(ipc::BeginTransaction{.card = asked});
    }
    SECTION("end") {
        thief.send(ipc::EndTransaction{.card = asked});
    }
    SECTION("transmit") {
        thief.send(ipc::Transmit{.card = asked});
    }
    SECTION("control") {
        thief.send(ipc::Control{.card = asked});
    }
    SECTION("status") {
        thief.send(ipc::Status{.card = asked});
    }
    SECTION("get attribute") {
        thief.send(ipc::GetAttribute{.card = asked});
    }
    SECTION("set attribute") {
        thief.send(ipc::SetAttribute{.card = asked});
    }
    CHECK(thief.closed());
    CHECK(owner.status(card) == ResultCode::Success);
}

TEST_CASE("a client that is thrown out loses what it had, others keep what they have") {
    SessionBench bench;
    Client other = bench.client();
    const std::uint32_t others = other.connect();
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    REQUIRE(client.begin(card) == ResultCode::Success);
    bench.driver().forget();
    client.write(message(0, 0xFF, 0));
    CHECK(client.closed());
    CHECK(bench.driver().heard() == std::vector<std::string>{"reset"});
    CHECK(bench.house.handles.card_count() == 1);
    CHECK(other.status(others) == ResultCode::ResetCard);
}

TEST_CASE("a request that comes byte by byte is answered like any other") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    const Payload apdu{0x00, 0xA4};
    const Payload request = client.bytes_of(ipc::Transmit{
        .card = card, .send_pci_protocol = t1, .send_length = 2, .recv_length = 300, .payload = apdu});
    for (const std::uint8_t byte : request) {
        CHECK(client.waiting() == 0);
        client.write(ipc::Bytes(&byte, 1));
    }
    CHECK(client.reply<ipc::Transmit>().rv == ResultCode::Success);
    CHECK(client.read(4) == Payload{0x00, 0xA4, 0x90, 0x00});
}

TEST_CASE("requests that come together are answered in order") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    Payload both = client.bytes_of(ipc::Status{card, ResultCode::Success});
    const Payload second = client.bytes_of(ipc::GetReaderEvents{});
    both.insert(both.end(), second.begin(), second.end());
    client.write(both);
    CHECK(client.reply<ipc::Status>().card == card);
    CHECK(client.reply<ipc::ReaderEvents>().count == 2);
}

TEST_CASE("a client that does not read is not served further, and nobody waits for it") {
    SessionBench bench;
    Client client = bench.client();
    const Payload question = client.bytes_of(ipc::GetReadersState{});
    Payload many;
    for (int i = 0; i < 500; ++i)
        many.insert(many.end(), question.begin(), question.end());
    client.write(many);
    const std::size_t queued = client.waiting();
    CHECK(queued < 500 * 16 * ipc::reader_state_size);
    Client other = bench.client();
    other.connect();
    for (int i = 0; i < 500; ++i)
        client.records(16);
    CHECK(client.waiting() == 0);
}

TEST_CASE("a client that hangs up in the midst of a request is gone") {
    SessionBench bench;
    Client client = bench.client();
    client.write(message(8, number_of(ipc::Command::Status), 3));
    client.hang_up();
    CHECK(bench.house.sessions.empty());
}
