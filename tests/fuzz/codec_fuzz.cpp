// Whatever the bytes, decoding reads no more than a message has, and what was decoded encodes to the same
// bytes. The input: the dialect, the command, then the body and, where the command has one, the payload.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "ipc/codec.hpp"

namespace {

using namespace scrm::ipc;
using Buffer = std::vector<std::uint8_t>;

constexpr std::array every_dialect = {Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6,
                                      Dialect::Scrm};

void require(bool holds) {
    if (!holds)
        std::abort();
}

bool same(Bytes a, Bytes b) {
    return std::ranges::equal(a, b);
}

template <class Message>
void reply_round_trip(Bytes body) {
    const Buffer exact(body.begin(), body.begin() + body_size<Message>());
    Buffer out(exact.size());
    require(encode_reply(decode_reply<Message>(exact), out) == exact.size());
    require(same(out, exact));
}

void request_round_trip(const Frame& frame, Dialect dialect) {
    const Request request = decode_request(frame);
    std::visit(
        [&]<class Message>(const Message& message) {
            require(Message::command == frame.command);
            const std::size_t header = header_size_of(dialect);
            Buffer out(header + frame.body.size());
            require(encode_request(message, out, dialect, frame.patience) == out.size());
            // 4:3's WAIT and STOP carry bytes that are not kept.
            if constexpr (body_size<Message>() != 0) {
                require(same(Bytes(out).subspan(header), frame.body));
                if constexpr (requires { decode_reply<Message>(frame.body); })
                    reply_round_trip<Message>(frame.body);
            }
            if constexpr (requires { message.payload; })
                require(message.payload.data() == frame.payload.data() &&
                        message.payload.size() == frame.payload.size());
        },
        request);
}

void record_round_trip(Bytes data) {
    const Buffer record(data.begin(), data.begin() + reader_state_size);
    const ReaderState state = decode_reader_state(record);
    require(state.atr_size <= max_atr_size);
    require(state.name.back() == '\0');
    require(name_of(state.name).size() < reader_name_size);
    Buffer out(reader_state_size);
    encode_reader_state(state, out);
    require(decode_reader_state(out) == state);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2)
        return 0;
    const auto dialect = every_dialect[data[0] % every_dialect.size()];
    const auto number = static_cast<std::uint32_t>(data[1]);  // those of the scrm dialect begin at 0x101
    const auto command = static_cast<Command>(number < 0x80 ? number : number + 0x80);
    const Bytes rest(data + 2, size - 2);

    const auto body = request_body_size(command, dialect);
    if (body && rest.size() >= *body) {
        const Buffer exact(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(*body));
        request_round_trip({command, exact, rest.subspan(*body), header_size_of(dialect) + rest.size()},
                           dialect);
    }
    if (rest.size() >= reader_state_size)
        record_round_trip(rest);
    if (rest.size() >= body_size<WaitResult>()) {
        reply_round_trip<WaitResult>(rest);
        reply_round_trip<ReaderEvents>(rest);
        reply_round_trip<ReadersStateSize>(rest);
        reply_round_trip<Welcome>(rest);
    }
    return 0;
}
