#include "ipc/codec.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "tests/fakes/wire_recording.hpp"

using namespace scrm::ipc;
using scrm::fakes::Sender;
using scrm::fakes::wire_recordings;

namespace {

using Buffer = std::vector<std::uint8_t>;

Buffer encode(const Request& request, Dialect dialect) {
    return std::visit(
        [&](const auto& message) {
            Buffer out(header_size + max_body_size, 0xEE);
            out.resize(encode_request(message, out, dialect));
            if constexpr (requires { message.payload; })
                out.insert(out.end(), message.payload.begin(), message.payload.end());
            return out;
        },
        request);
}

template <class Message>
Buffer rewrite(Bytes reply) {
    Buffer out(body_size<Message>(), 0xEE);
    encode_reply(decode_reply<Message>(reply), out);
    return out;
}

// With the payload that the body announces, none unless it reports success.
template <class Message, auto length>
Buffer rewrite_with_payload(Bytes reply) {
    const auto message = decode_reply<Message>(reply);
    Buffer out = rewrite<Message>(reply);
    if (message.rv == ResultCode::Success) {
        const Bytes payload = reply.subspan(out.size(), message.*length);
        out.insert(out.end(), payload.begin(), payload.end());
    }
    return out;
}

Buffer rewrite_records(Bytes reply) {
    Buffer out(reply.size(), 0xEE);
    for (std::size_t at = 0; at < reply.size(); at += reader_state_size)
        encode_reader_state(decode_reader_state(reply.subspan(at, reader_state_size)),
                            MutableBytes(out).subspan(at));
    return out;
}

const std::map<std::string, Buffer (*)(Bytes)> rewriters = {
    {"ESTABLISH_CONTEXT", rewrite<EstablishContext>},
    {"RELEASE_CONTEXT", rewrite<ReleaseContext>},
    {"CONNECT", rewrite<Connect>},
    {"RECONNECT", rewrite<Reconnect>},
    {"DISCONNECT", rewrite<Disconnect>},
    {"BEGIN_TRANSACTION", rewrite<BeginTransaction>},
    {"END_TRANSACTION", rewrite<EndTransaction>},
    {"TRANSMIT", rewrite_with_payload<Transmit, &Transmit::recv_length>},
    {"CONTROL", rewrite_with_payload<Control, &Control::bytes_returned>},
    {"STATUS", rewrite<Status>},
    {"CANCEL", rewrite<Cancel>},
    {"GET_ATTRIB", rewrite<GetAttribute>},
    {"SET_ATTRIB", rewrite<SetAttribute>},
    {"VERSION", rewrite<Version>},
    {"GET_READERS_STATE", rewrite_records},
    {"WAIT_READER_STATE_CHANGE", rewrite_records},
    {"GET_READERS_STATE_ARRAY", rewrite_records},
    {"GET_READERS_STATE_SIZE", rewrite<ReadersStateSize>},
    {"GET_READER_EVENTS", rewrite<ReaderEvents>},
    {"STOP_WAITING", rewrite<WaitResult>},
    {"EVENT", rewrite<WaitResult>},
};

/// As scrm says it: pcsc-lite 1.9.9 gives records that are not in use an ATR length of 34, which means none.
Buffer without_34(Buffer records) {
    constexpr std::size_t atr_size_at = 176;
    for (std::size_t at = atr_size_at; at < records.size(); at += reader_state_size)
        if (records[at] == 34)
            records[at] = 0;
    return records;
}

}  // namespace

TEST_CASE("every recorded request decodes and encodes to the same bytes") {
    for (const auto& recording : wire_recordings())
        for (const auto& message : recording.messages) {
            if (message.sender != Sender::Client)
                continue;
            CAPTURE(recording.name, message.command);
            const auto split = split_frame(message.bytes, recording.dialect);
            REQUIRE(std::holds_alternative<Frame>(split));
            CHECK(encode(decode_request(std::get<Frame>(split)), recording.dialect) == message.bytes);
        }
}

TEST_CASE("every recorded reply decodes and encodes to the same bytes") {
    for (const auto& recording : wire_recordings())
        for (const auto& message : recording.messages) {
            if (message.sender != Sender::Server)
                continue;
            CAPTURE(recording.name, message.command);
            const auto rewriter = rewriters.at(message.command);
            const bool records = rewriter == rewrite_records;
            CHECK(rewriter(message.bytes) == (records ? without_34(message.bytes) : message.bytes));
        }
}

TEST_CASE("every request has the body size of the protocol") {
    const auto [number, size, since] = GENERATE(table<std::uint32_t, std::size_t, Dialect>({
        {0x01, 12, Dialect::V4_3},  {0x02, 8, Dialect::V4_3},  {0x04, 152, Dialect::V4_3},
        {0x05, 24, Dialect::V4_3},  {0x06, 12, Dialect::V4_3}, {0x07, 8, Dialect::V4_3},
        {0x08, 12, Dialect::V4_3},  {0x09, 32, Dialect::V4_3}, {0x0A, 24, Dialect::V4_3},
        {0x0B, 8, Dialect::V4_3},   {0x0D, 8, Dialect::V4_3},  {0x0F, 280, Dialect::V4_3},
        {0x10, 280, Dialect::V4_3}, {0x11, 12, Dialect::V4_3}, {0x12, 0, Dialect::V4_3},
        {0x13, 0, Dialect::V4_4},   {0x14, 0, Dialect::V4_4},  {0x15, 0, Dialect::V4_5},
        {0x16, 0, Dialect::V4_6},   {0x17, 0, Dialect::V4_6},
    }));
    CAPTURE(number);
    const auto command = static_cast<Command>(number);
    for (const auto dialect : {Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6})
        if (dialect >= since)
            CHECK(request_body_size(command, dialect) == size);
}

TEST_CASE("what a dialect does not have has no body size") {
    CHECK_FALSE(request_body_size(Command::GetReaderEvents, Dialect::V4_4));
    CHECK_FALSE(request_body_size(Command::GetReadersStateSize, Dialect::V4_5));
    CHECK_FALSE(request_body_size(Command::GetReadersStateArray, Dialect::V4_5));
    const auto number = GENERATE(0U, 0x03U, 0x0CU, 0x0EU, 0x18U, 0x1000001U, 0xFFFFFFFFU);
    CAPTURE(number);
    CHECK_FALSE(request_body_size(static_cast<Command>(number), Dialect::V4_6));
}

TEST_CASE("the largest body is that of an attribute") {
    CHECK(max_body_size == 280);
}

TEST_CASE("4:3 sends WAIT and STOP with 8 bytes that mean nothing") {
    CHECK(request_body_size(Command::WaitReaderStateChange, Dialect::V4_3) == 8);
    CHECK(request_body_size(Command::StopWaiting, Dialect::V4_3) == 8);
    CHECK(encode(WaitReaderStateChange{}, Dialect::V4_3) ==
          Buffer{8, 0, 0, 0, 0x13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    CHECK(encode(StopWaiting{}, Dialect::V4_3) == Buffer{8, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    const Buffer with_timeout{8, 0, 0, 0, 0x13, 0, 0, 0, 0x60, 0xEA, 0, 0, 0x1D, 0, 0x10, 0x80};
    const auto split = split_frame(with_timeout, Dialect::V4_3);
    REQUIRE(std::holds_alternative<Frame>(split));
    CHECK(std::holds_alternative<WaitReaderStateChange>(decode_request(std::get<Frame>(split))));
}
