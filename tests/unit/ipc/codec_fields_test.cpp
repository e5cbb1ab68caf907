// What the recorded bytes mean: the client's calls and their answers (tests/golden/wire/README.md) are found
// again in the fields.
#include <catch2/catch.hpp>
#include <string>

#include "ipc/codec.hpp"
#include "tests/fakes/wire_recording.hpp"

using namespace scrm::ipc;
using scrm::fakes::Sender;
using scrm::fakes::wire_recording;
using scrm::fakes::WireRecording;

namespace {

using Buffer = std::vector<std::uint8_t>;

const Buffer atr = {0x3B, 0x80, 0x80, 0x01, 0x01};

const WireRecording& any_recording() {
    return scrm::fakes::wire_recordings().at(GENERATE(range(0U, 4U)));
}

/// Request number `index` of its kind; decoded where it lies.
template <class Message>
Message request(const WireRecording& from, const char* command, std::size_t index = 0) {
    const auto split = split_frame(from.find(Sender::Client, command, index).bytes, from.dialect);
    return std::get<Message>(decode_request(std::get<Frame>(split)));
}

template <class Message>
Message reply(const WireRecording& from, const char* command, std::size_t index = 0) {
    return decode_reply<Message>(from.find(Sender::Server, command, index).bytes);
}

Buffer copy(Bytes bytes) {
    return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("contexts and cards are those of the recorded calls") {
    const WireRecording& r = any_recording();
    const auto context = reply<EstablishContext>(r, "ESTABLISH_CONTEXT").context;
    const auto card = reply<Connect>(r, "CONNECT").card;

    CHECK(request<EstablishContext>(r, "ESTABLISH_CONTEXT").scope == 2);
    CHECK(reply<EstablishContext>(r, "ESTABLISH_CONTEXT").rv == ResultCode::Success);
    CHECK(context != 0);
    CHECK(request<ReleaseContext>(r, "RELEASE_CONTEXT").context == context);

    const auto connect = request<Connect>(r, "CONNECT");
    CHECK(connect.context == context);
    CHECK(name_of(connect.reader) == "Null 00 00");
    CHECK(connect.share_mode == 2);
    CHECK(connect.preferred_protocols == 3);
    CHECK(reply<Connect>(r, "CONNECT").active_protocol == 2);
    CHECK(reply<Connect>(r, "CONNECT").rv == ResultCode::Success);

    CHECK(request<Status>(r, "STATUS").card == card);
    CHECK(request<BeginTransaction>(r, "BEGIN_TRANSACTION").card == card);
    CHECK(request<EndTransaction>(r, "END_TRANSACTION").card == card);
    CHECK(request<EndTransaction>(r, "END_TRANSACTION").disposition == 0);
    CHECK(request<Disconnect>(r, "DISCONNECT").card == card);
    CHECK(request<Disconnect>(r, "DISCONNECT").disposition == 0);

    const auto reconnect = request<Reconnect>(r, "RECONNECT");
    CHECK(reconnect.card == card);
    CHECK(reconnect.share_mode == 2);
    CHECK(reconnect.preferred_protocols == 3);
    CHECK(reconnect.initialization == 1);
    CHECK(reply<Reconnect>(r, "RECONNECT").active_protocol == 2);
}

TEST_CASE("commands and answers are those of the recorded calls") {
    const WireRecording& r = any_recording();
    const auto sent = request<Transmit>(r, "TRANSMIT");
    CHECK(sent.card == reply<Connect>(r, "CONNECT").card);
    CHECK(sent.send_pci_protocol == 2);
    CHECK(sent.send_pci_length == 16);
    CHECK(sent.recv_pci_length == 16);
    CHECK(sent.recv_length == 300);
    CHECK(copy(sent.payload) == Buffer{0x00, 0xA4, 0x04, 0x00, 0x00});
    const auto answered = reply<Transmit>(r, "TRANSMIT");
    CHECK(answered.rv == ResultCode::Success);
    CHECK(answered.recv_pci_protocol == 1);
    CHECK(answered.recv_length == 7);

    CHECK(request<Transmit>(r, "TRANSMIT", 1).recv_pci_protocol == 1);
    CHECK(request<Transmit>(r, "TRANSMIT", 1).recv_length == 1);
    CHECK(reply<Transmit>(r, "TRANSMIT", 1).rv == ResultCode::InsufficientBuffer);

    const auto control = request<Control>(r, "CONTROL");
    CHECK(control.control_code == 0x42000D48);
    CHECK(control.send_length == 0);
    CHECK(control.recv_length == 300);
    CHECK(control.payload.empty());
    CHECK(reply<Control>(r, "CONTROL").rv == ResultCode::UnsupportedFeature);
    CHECK(reply<Control>(r, "CONTROL").bytes_returned == 0);
}

TEST_CASE("attributes are those of the recorded calls") {
    const WireRecording& r = any_recording();
    CHECK(request<GetAttribute>(r, "GET_ATTRIB").id == 0x00090303);
    CHECK(request<GetAttribute>(r, "GET_ATTRIB").length == 264);
    const auto got = reply<GetAttribute>(r, "GET_ATTRIB");
    CHECK(got.rv == ResultCode::Success);
    CHECK(copy(Bytes(got.value).first(got.length)) == atr);

    CHECK(request<GetAttribute>(r, "GET_ATTRIB", 1).id == 0x7FFF0003);
    const auto name = reply<GetAttribute>(r, "GET_ATTRIB", 1);
    const std::string with_nul = std::string("Null 00 00") + '\0';
    CHECK(std::string(name.value.begin(), name.value.begin() + name.length) == with_nul);

    const auto set = request<SetAttribute>(r, "SET_ATTRIB");
    CHECK(set.id == 0x7FFF0003);
    CHECK(copy(Bytes(set.value).first(set.length)) == Buffer{'a', 'b'});
    CHECK(reply<SetAttribute>(r, "SET_ATTRIB").rv == ResultCode::NotTransacted);
}

TEST_CASE("reader states are those that the recorded client saw") {
    const WireRecording& r = any_recording();
    const char* const states = r.dialect >= Dialect::V4_6 ? "GET_READERS_STATE_ARRAY" : "GET_READERS_STATE";
    const Bytes first = r.find(Sender::Server, states).bytes;
    const auto slot0 = decode_reader_state(first);
    CHECK(name_of(slot0.name) == "Null 00 00");
    CHECK(slot0.event_counter == 0);
    CHECK(slot0.state == (slot_state::present | slot_state::powered | slot_state::negotiable));
    CHECK(slot0.sharing == 0);
    CHECK(copy(Bytes(slot0.atr).first(slot0.atr_size)) == atr);
    CHECK(slot0.protocol == 0);
    CHECK(name_of(decode_reader_state(first.subspan(reader_state_size)).name) == "Null 00 01");

    const auto connected = decode_reader_state(r.find(Sender::Server, states, 2).bytes);
    CHECK(connected.sharing == 1);
    CHECK(connected.protocol == 2);
}

TEST_CASE("events are those that ended the recorded waits") {
    const WireRecording& r = any_recording();
    CHECK(reply<WaitResult>(r, "EVENT").rv == ResultCode::Cancelled);
    CHECK(reply<WaitResult>(r, "EVENT", 1).rv == ResultCode::Success);
    CHECK(reply<WaitResult>(r, "STOP_WAITING").rv == ResultCode::Success);
}

TEST_CASE("4:6 counts readers and records") {
    const WireRecording& r = wire_recording("lib251-daemon251");
    CHECK(reply<ReadersStateSize>(r, "GET_READERS_STATE_SIZE").records == 2);
    CHECK(reply<ReaderEvents>(r, "GET_READER_EVENTS").count == 2);
    CHECK(reply<ReaderEvents>(r, "GET_READER_EVENTS").rv == ResultCode::Success);

    const auto removed = decode_reader_state(r.find(Sender::Server, "GET_READERS_STATE_ARRAY", 8).bytes);
    CHECK(removed.state == slot_state::absent);
    CHECK(removed.event_counter == 1);
    CHECK(removed.atr_size == 0);
}
