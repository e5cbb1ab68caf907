// Commands to the card and to its reader, on the wire.
#include "tests/unit/daemon/sessions/session_bench.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
using scrm::drivers::DriverError;
namespace ipc = scrm::ipc;

namespace {

const Payload select{0x00, 0xA4};
const Payload answer_to_select{0x00, 0xA4, 0x90, 0x00};

ipc::Transmit transmit_request(std::uint32_t card, std::uint32_t room, std::uint32_t protocol = t1) {
    return {.card = card,
            .send_pci_protocol = protocol,
            .send_pci_length = 16,
            .send_length = 2,
            .recv_pci_protocol = 7,
            .recv_pci_length = 16,
            .recv_length = room,
            .payload = select};
}

ipc::Control control_request(std::uint32_t card, std::uint32_t room) {
    return {
        .card = card, .control_code = 0x42000001, .send_length = 2, .recv_length = room, .payload = select};
}

}  // namespace

TEST_CASE("TRANSMIT answers with the card's bytes behind the message, and their number in it") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    client.send(transmit_request(card, 300));
    const auto reply = client.reply<ipc::Transmit>();
    CHECK(reply.rv == ResultCode::Success);
    CHECK(reply.recv_length == 4);
    CHECK(reply.card == card);
    CHECK(reply.send_pci_protocol == t1);
    CHECK(reply.send_pci_length == 16);
    CHECK(reply.recv_pci_length == 16);
    CHECK(client.read(4) == answer_to_select);
    CHECK(client.waiting() == 0);
}

TEST_CASE("the header of an answer names its protocol by the T, not by the bit") {
    const std::uint32_t protocol = GENERATE(1U, 2U);
    SessionBench bench;
    Client client = bench.client();
    auto request = client.connect_request();
    request.preferred_protocols = protocol;
    const std::uint32_t card = client.call(request).card;
    client.send(transmit_request(card, 300, protocol));
    CHECK(client.reply<ipc::Transmit>().recv_pci_protocol == protocol - 1);
}

TEST_CASE("an answer that exactly fits is sent, one that does not is told by its length alone") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    client.send(transmit_request(card, 4));
    CHECK(client.reply<ipc::Transmit>().rv == ResultCode::Success);
    CHECK(client.read(4) == answer_to_select);
    const auto reply = client.call(transmit_request(card, 3));
    CHECK(reply.rv == ResultCode::InsufficientBuffer);
    CHECK(reply.recv_length == 4);
}

TEST_CASE("a command that fails has no bytes behind its answer") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    const auto wrong = client.call(transmit_request(card, 300, 1));
    CHECK(wrong.rv == ResultCode::ProtocolMismatch);
    CHECK(wrong.recv_length == 0);
    bench.driver().fail(SlotVerb::Exchange, DriverError::CommunicationFailed);
    CHECK(client.call(transmit_request(card, 300)).rv == ResultCode::NotTransacted);
    bench.driver().fail(SlotVerb::Control, DriverError::NotSupported);
    CHECK(client.call(control_request(card, 300)).rv == ResultCode::UnsupportedFeature);
}

TEST_CASE("an extended APDU goes through both ways") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    const Payload command(65544, 0x5A);
    bench.driver().answer.assign(ipc::max_payload_size, 0x77);
    ipc::Transmit request = transmit_request(card, ipc::max_payload_size);
    request.send_length = static_cast<std::uint32_t>(command.size());
    request.payload = command;
    client.send(request);
    CHECK(client.reply<ipc::Transmit>().recv_length == ipc::max_payload_size);
    CHECK(client.read(ipc::max_payload_size) == bench.driver().answer);
}

TEST_CASE("CONTROL answers like TRANSMIT") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    bench.driver().forget();
    client.send(control_request(card, 4));
    const auto reply = client.reply<ipc::Control>();
    CHECK(reply.rv == ResultCode::Success);
    CHECK(reply.bytes_returned == 4);
    CHECK(client.read(4) == answer_to_select);
    CHECK(bench.driver().heard() == std::vector<std::string>{"control 42000001 00 A4"});
    const auto too_long = client.call(control_request(card, 3));
    CHECK(too_long.rv == ResultCode::InsufficientBuffer);
    CHECK(too_long.bytes_returned == 4);
}

TEST_CASE("GET_ATTRIB answers within the message, cut by what the client has room for") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    const auto get = [&](std::uint32_t room) {
        ipc::GetAttribute request{.card = card, .id = 0x00090303, .length = room};
        request.value.fill(0xEE);
        return client.call(request);
    };
    const auto whole = get(GENERATE(5U, 264U, 1000U));
    CHECK(whole.rv == ResultCode::Success);
    CHECK(whole.length == 5);
    CHECK(Payload(whole.value.begin(), whole.value.begin() + 6) ==
          Payload{0x3B, 0x80, 0x80, 0x01, 0x01, 0x00});
    const auto too_long = get(4);
    CHECK(too_long.rv == ResultCode::InsufficientBuffer);
    CHECK(too_long.length == 5);
    CHECK(too_long.value == ipc::AttributeValue{});
}

TEST_CASE("an attribute longer than a message is told by its length alone") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    bench.driver().attributes[1] = Payload(265, 0x11);
    const auto reply = client.call(ipc::GetAttribute{.card = card, .id = 1, .length = 1000});
    CHECK(reply.rv == ResultCode::InsufficientBuffer);
    CHECK(reply.length == 265);
}

TEST_CASE("SET_ATTRIB passes on as much as it says, and not more than there is") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    bench.driver().forget();
    ipc::SetAttribute request{.card = card, .id = 0x00010100, .length = 2};
    request.value.fill(0x22);
    CHECK(client.call(request).rv == ResultCode::Success);
    CHECK(bench.driver().heard() == std::vector<std::string>{"set 00010100 22 22"});
    request.length = 265;
    CHECK(client.call(request).rv == ResultCode::InsufficientBuffer);
    CHECK(bench.driver().heard().size() == 1);
}

TEST_CASE("STATUS answers whether the handle can be used") {
    SessionBench bench;
    Client client = bench.client();
    const std::uint32_t card = client.connect();
    CHECK(client.status(card) == ResultCode::Success);
    Client other = bench.client();
    const std::uint32_t others = other.connect();
    REQUIRE(other.begin(others) == ResultCode::Success);
    CHECK(client.status(card) == ResultCode::SharingViolation);
}
