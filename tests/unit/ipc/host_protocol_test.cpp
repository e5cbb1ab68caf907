#include "ipc/host_protocol.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace scrm::ipc;

namespace {

using Buffer = std::vector<std::uint8_t>;

const Buffer apdu = {0x00, 0xA4, 0x04, 0x00};

/// As who sends both pieces sends it.
template <class Message>
Buffer in_pieces(const Message& message) {
    Buffer room(host::max_message_size);
    const host::Pieces pieces = host::encode_in_pieces(message, room);
    Buffer whole(pieces.head.begin(), pieces.head.end());
    whole.insert(whole.end(), pieces.tail.begin(), pieces.tail.end());
    return whole;
}

/// Exactly as long as the message, so that a byte more is an error under the sanitizers.
template <class Message>
Buffer encoded(const Message& message) {
    Buffer out(host::encoded_size(message));
    CHECK(host::encode(message, out) == out.size());
    CHECK(in_pieces(message) == out);
    return out;
}

template <class Message>
Message from_daemon(const Buffer& packet) {
    return std::get<Message>(std::get<host::FromDaemon>(host::decode_from_daemon(packet)));
}

template <class Message>
Message from_host(const Buffer& packet) {
    return std::get<Message>(std::get<host::FromHost>(host::decode_from_host(packet)));
}

host::Violation refusal_by_host(const Buffer& packet) {
    return std::get<host::Violation>(host::decode_from_daemon(packet));
}

host::Violation refusal_by_daemon(const Buffer& packet) {
    return std::get<host::Violation>(host::decode_from_host(packet));
}

void put_u32(Buffer& buffer, std::size_t at, std::uint32_t value) {
    std::copy_n(reinterpret_cast<const std::uint8_t*>(&value), 4,
                buffer.begin() + static_cast<std::ptrdiff_t>(at));
}

bool same(Bytes a, const Buffer& b) {
    return std::ranges::equal(a, b);
}

}  // namespace

TEST_CASE("what the daemon says arrives as it was said") {
    CHECK(from_daemon<host::DaemonHello>(encoded(host::DaemonHello{7})).version == 7);

    const Buffer open_packet =
        encoded(host::Open{1, 0x30000, 9, "/lib/x.so", "/dev/ttyS0:GemPCTwin", host::LogLevel::Debug});
    const auto open = from_daemon<host::Open>(open_packet);
    CHECK(open.sequence == 1);
    CHECK(open.lun == 0x30000);
    CHECK(open.channel == 9);
    CHECK(open.library == "/lib/x.so");
    CHECK(open.device_name == "/dev/ttyS0:GemPCTwin");
    CHECK(open.log_from == host::LogLevel::Debug);

    const auto power = from_daemon<host::Power>(encoded(host::Power{3, 4, host::PowerAction::Reset}));
    CHECK(power.slot == 3);
    CHECK(power.sequence == 4);
    CHECK(power.action == host::PowerAction::Reset);

    const Buffer transmit_packet = encoded(host::Transmit{1, 2, 1, 258, 9, apdu});
    const auto transmit = from_daemon<host::Transmit>(transmit_packet);
    CHECK(transmit.slot == 1);
    CHECK(transmit.sequence == 2);
    CHECK(transmit.pci_protocol == 1);
    CHECK(transmit.room == 258);
    CHECK(transmit.known == 9);
    CHECK(same(transmit.command, apdu));

    const Buffer control_packet = encoded(host::Control{1, 5, 0x42000D48, 300, apdu});
    CHECK(from_daemon<host::Control>(control_packet).code == 0x42000D48);
    CHECK(same(from_daemon<host::Control>(control_packet).input, apdu));

    const auto set_protocol = from_daemon<host::SetProtocol>(encoded(host::SetProtocol{0, 1, 2, 3}));
    CHECK(set_protocol.protocol == 2);
    CHECK(set_protocol.known == 3);
    CHECK(from_daemon<host::GetCapability>(encoded(host::GetCapability{0, 1, 0x0FAE, 1})).tag == 0x0FAE);
    const Buffer set_packet = encoded(host::SetCapability{0, 1, 0x0FB4, apdu});
    CHECK(same(from_daemon<host::SetCapability>(set_packet).value, apdu));
    const auto watch = from_daemon<host::Watch>(encoded(host::Watch{1, 400, 5000, 70, 60}));
    CHECK(watch.ask_every == 400);
    CHECK(watch.wait_for == 5000);
    CHECK(watch.look_within == 70);
    CHECK(watch.power_within == 60);
    CHECK(from_daemon<host::Close>(encoded(host::Close{host::CloseReason::Unplugged})).reason ==
          host::CloseReason::Unplugged);
}

TEST_CASE("what a host says arrives as it was said") {
    CHECK(from_host<host::HostHello>(encoded(host::HostHello{})).version == host::protocol_version);

    const Buffer opened_packet = encoded(host::Opened{1, host::OpenResult::Refused, 612, 0, 5, "IFDHX"});
    const auto opened = from_host<host::Opened>(opened_packet);
    CHECK(opened.sequence == 1);
    CHECK(opened.result == host::OpenResult::Refused);
    CHECK(opened.code == 612);
    CHECK(opened.slots == 0);
    CHECK(opened.traits == 5);
    CHECK(opened.detail == "IFDHX");

    const Buffer answer_packet = encoded(host::Answer{2, 77, -1, apdu});
    const auto answer = from_host<host::Answer>(answer_packet);
    CHECK(answer.slot == 2);
    CHECK(answer.sequence == 77);
    CHECK(answer.code == -1);
    CHECK(same(answer.bytes, apdu));

    const auto presence = from_host<host::Presence>(encoded(host::Presence{1, 615, 1ULL << 40}));
    CHECK(presence.slot == 1);
    CHECK(presence.code == 615);
    CHECK(presence.changes == 1ULL << 40);
    CHECK(presence.powering == host::Powering::NotTried);
    const Buffer powered_packet = encoded(host::Presence{1, 615, 1, host::Powering::Tried, -2, apdu});
    const auto powered = from_host<host::Presence>(powered_packet);
    CHECK(powered.powering == host::Powering::Tried);
    CHECK(powered.power_code == -2);
    CHECK(same(powered.atr, apdu));

    const Buffer log_packet = encoded(host::LogLine{host::LogLevel::Error, host::LogOrigin::Output, "oh"});
    const auto line = from_host<host::LogLine>(log_packet);
    CHECK(line.level == host::LogLevel::Error);
    CHECK(line.origin == host::LogOrigin::Output);
    CHECK(line.text == "oh");
    const auto overdue = from_host<host::Overdue>(encoded(host::Overdue{3, host::LookCall::Wait}));
    CHECK(overdue.slot == 3);
    CHECK(overdue.call == host::LookCall::Wait);
    const auto looked = from_host<host::Looked>(encoded(host::Looked{3, 8}));
    CHECK(looked.slot == 3);
    CHECK(looked.watches == 8);
    CHECK(encoded(host::Closed{}).size() == 4);
    CHECK_NOTHROW(from_host<host::Closed>(encoded(host::Closed{})));
}

TEST_CASE("the largest messages fit, one byte more does not") {
    const Buffer largest(host::max_bytes_size);
    const Buffer packet = encoded(host::Transmit{0, 1, 1, host::max_bytes_size, 0, largest});
    CHECK(packet.size() <= host::max_message_size);
    CHECK(from_daemon<host::Transmit>(packet).command.size() == host::max_bytes_size);
    const std::string text(host::max_text_size, 'x');
    CHECK(encoded(host::Open{0, 0, 0, text, text}).size() <= host::max_message_size);

    const Buffer too_large(host::max_bytes_size + 1);
    CHECK(refusal_by_host(encoded(host::Transmit{0, 1, 1, 1, 0, too_large})) == host::Violation::TooLong);
    CHECK(refusal_by_host(encoded(host::Transmit{0, 1, 1, host::max_bytes_size + 1, 0, {}})) ==
          host::Violation::TooLong);
    const std::string too_long(host::max_text_size + 1, 'x');
    CHECK(refusal_by_host(encoded(host::Open{0, 0, 0, too_long, ""})) == host::Violation::TooLong);
    CHECK(refusal_by_daemon(encoded(host::Opened{0, {}, 0, host::max_slots + 1, 0, ""})) ==
          host::Violation::TooLong);
    CHECK(refusal_by_daemon(Buffer(host::max_message_size + 1)) == host::Violation::TooLong);
}

TEST_CASE("a message cut short or too long is refused") {
    const Buffer whole = encoded(host::Transmit{0, 1, 1, 258, 0, apdu});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const Buffer cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(std::holds_alternative<host::Violation>(host::decode_from_daemon(cut)));
    }
    Buffer longer = whole;
    longer.push_back(0);
    CHECK(refusal_by_host(longer) == host::Violation::WrongSize);

    Buffer lying = whole;  // the length stands before the command
    put_u32(lying, whole.size() - apdu.size() - 4, 5);
    CHECK(refusal_by_host(lying) == host::Violation::WrongSize);
    put_u32(lying, whole.size() - apdu.size() - 4, 0xFFFFFFFF);
    CHECK(refusal_by_host(lying) == host::Violation::TooLong);
}

TEST_CASE("each side refuses what is not for it, and what nobody has heard of") {
    CHECK(refusal_by_host(encoded(host::Closed{})) == host::Violation::UnknownKind);
    CHECK(refusal_by_daemon(encoded(host::Close{})) == host::Violation::UnknownKind);
    CHECK(refusal_by_daemon({}) == host::Violation::UnknownKind);

    Buffer packet = encoded(host::Close{});
    put_u32(packet, 4, 2);
    CHECK(refusal_by_host(packet) == host::Violation::UnknownValue);
    for (const std::uint32_t action : {0U, 499U, 503U}) {
        packet = encoded(host::Power{});
        put_u32(packet, 12, action);
        CHECK(refusal_by_host(packet) == host::Violation::UnknownValue);
    }
    packet = encoded(host::LogLine{});
    put_u32(packet, 4, 4);
    CHECK(refusal_by_daemon(packet) == host::Violation::UnknownValue);
    packet = encoded(host::LogLine{});
    put_u32(packet, 8, 3);
    CHECK(refusal_by_daemon(packet) == host::Violation::UnknownValue);
    packet = encoded(host::Opened{});
    put_u32(packet, 8, 4);
    CHECK(refusal_by_daemon(packet) == host::Violation::UnknownValue);
}

TEST_CASE("every violation has words") {
    for (const auto violation : {host::Violation::UnknownKind, host::Violation::WrongSize,
                                 host::Violation::TooLong, host::Violation::UnknownValue})
        CHECK(std::string(host::describe(violation)).starts_with("a message "));
}
