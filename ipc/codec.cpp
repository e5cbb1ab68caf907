#include "ipc/codec.hpp"

#include <algorithm>
#include <cstring>

namespace scrm::ipc {
namespace {

constexpr std::size_t body_of_4_3_wait = 8;

// Every field is a trivially copyable 32-bit number or array of bytes, so copying is coding.
template <class Message>
void write_fields(const Message& message, std::uint8_t* out) {
    Message::fields(message, [&](const auto&... field) {
        ((std::memcpy(out, &field, sizeof field), out += sizeof field), ...);
    });
}

template <class Message>
void read_fields(Message& message, const std::uint8_t* in) {
    Message::fields(
        message, [&](auto&... field) { ((std::memcpy(&field, in, sizeof field), in += sizeof field), ...); });
}

template <class Message>
Request decode(const Frame& frame) {
    Message message;
    read_fields(message, frame.body.data());
    if constexpr (requires { message.payload; })
        message.payload = frame.payload;
    return message;
}

template <class Message>
constexpr bool has_4_3_body() {
    return Message::command == Command::WaitReaderStateChange || Message::command == Command::StopWaiting;
}

// What ReadReaders and WatchReaders are better at.
constexpr bool replaced_in_scrm(Command command) {
    return command >= Command::GetReadersState && command <= Command::GetReadersStateArray;
}

// Calls `visit` with the message type of `command`; one list serves sizes and decoding.
template <class Visitor, std::size_t... I>
bool visit_type(Command command, Visitor visit, std::index_sequence<I...>) {
    return ((std::variant_alternative_t<I, Request>::command == command &&
             (visit.template operator()<std::variant_alternative_t<I, Request>>(), true)) ||
            ...);
}

template <class Visitor>
bool visit_type(Command command, Visitor visit) {
    return visit_type(command, visit, std::make_index_sequence<std::variant_size_v<Request>>());
}

// The record: name, counter, state, sharing, ATR, 3 bytes of padding, ATR length, protocol.
namespace record {
constexpr std::size_t counter = reader_name_size;
constexpr std::size_t state = counter + 4;
constexpr std::size_t sharing = state + 4;
constexpr std::size_t atr = sharing + 4;
constexpr std::size_t atr_size = atr + max_atr_size + 3;
constexpr std::size_t protocol = atr_size + 4;
static_assert(protocol + 4 == reader_state_size);
}  // namespace record

}  // namespace

std::optional<std::size_t> request_body_size(Command command, Dialect dialect) {
    std::optional<std::size_t> size;
    if (command == Command::GetReaderEvents && dialect < Dialect::V4_5)
        return size;
    if (command >= Command::GetReadersStateSize && dialect < Dialect::V4_6)
        return size;
    if (dialect == Dialect::Scrm ? replaced_in_scrm(command) : command >= Command::JoinContext)
        return size;
    visit_type(command, [&]<class Message>() {
        size = has_4_3_body<Message>() && dialect == Dialect::V4_3 ? body_of_4_3_wait : body_size<Message>();
    });
    return size;
}

Request decode_request(const Frame& frame) {
    Request request;
    visit_type(frame.command, [&]<class Message>() { request = decode<Message>(frame); });
    return request;
}

template <class Message>
std::size_t encode_request(const Message& message, MutableBytes out, Dialect dialect,
                           std::uint32_t patience) {
    const bool padded = has_4_3_body<Message>() && dialect == Dialect::V4_3;
    const std::size_t body = padded ? body_of_4_3_wait : body_size<Message>();
    const std::size_t header = header_size_of(dialect);
    const std::uint32_t words[3] = {static_cast<std::uint32_t>(body),
                                    static_cast<std::uint32_t>(Message::command), patience};
    std::memcpy(out.data(), words, header);
    if (padded)
        std::memset(out.data() + header, 0, body);
    write_fields(message, out.data() + header);
    return header + body;
}

template <class Message>
std::size_t encode_reply(const Message& message, MutableBytes out) {
    write_fields(message, out.data());
    return body_size<Message>();
}

template <class Message>
Message decode_reply(Bytes in) {
    Message message;
    read_fields(message, in.data());
    return message;
}

void encode_reader_state(const ReaderState& state, MutableBytes out) {
    std::uint8_t* const p = out.data();
    const std::uint32_t atr_size = std::min<std::uint32_t>(state.atr_size, max_atr_size);
    std::memset(p, 0, reader_state_size);
    std::memcpy(p, state.name.data(), state.name.size());
    std::memcpy(p + record::counter, &state.event_counter, 4);
    std::memcpy(p + record::state, &state.state, 4);
    std::memcpy(p + record::sharing, &state.sharing, 4);
    std::memcpy(p + record::atr, state.atr.data(), state.atr.size());
    std::memcpy(p + record::atr_size, &atr_size, 4);
    std::memcpy(p + record::protocol, &state.protocol, 4);
}

ReaderState decode_reader_state(Bytes in) {
    const std::uint8_t* const p = in.data();
    ReaderState state;
    std::uint32_t atr_size = 0;
    std::memcpy(state.name.data(), p, state.name.size());
    std::memcpy(&state.event_counter, p + record::counter, 4);
    std::memcpy(&state.state, p + record::state, 4);
    std::memcpy(&state.sharing, p + record::sharing, 4);
    std::memcpy(state.atr.data(), p + record::atr, state.atr.size());
    std::memcpy(&atr_size, p + record::atr_size, 4);
    std::memcpy(&state.protocol, p + record::protocol, 4);
    state.name.back() = '\0';
    // pcsc-lite marks "not initialised yet" with 34: no ATR is what that means to a client.
    state.atr_size = static_cast<std::uint8_t>(atr_size > max_atr_size ? 0 : atr_size);
    return state;
}

#define SCRM_REQUEST(Type) \
    template std::size_t encode_request<Type>(const Type&, MutableBytes, Dialect, std::uint32_t);
#define SCRM_REPLY(Type)                                                \
    template std::size_t encode_reply<Type>(const Type&, MutableBytes); \
    template Type decode_reply<Type>(Bytes);
#define SCRM_BOTH(Type) SCRM_REQUEST(Type) SCRM_REPLY(Type)

SCRM_BOTH(EstablishContext)
SCRM_BOTH(ReleaseContext)
SCRM_BOTH(Connect)
SCRM_BOTH(Reconnect)
SCRM_BOTH(Disconnect)
SCRM_BOTH(BeginTransaction)
SCRM_BOTH(EndTransaction)
SCRM_BOTH(Transmit)
SCRM_BOTH(Control)
SCRM_BOTH(Status)
SCRM_BOTH(Cancel)
SCRM_BOTH(GetAttribute)
SCRM_BOTH(SetAttribute)
SCRM_BOTH(Version)
SCRM_REQUEST(GetReadersState)
SCRM_REQUEST(WaitReaderStateChange)
SCRM_REQUEST(StopWaiting)
SCRM_REQUEST(GetReaderEvents)
SCRM_REQUEST(GetReadersStateSize)
SCRM_REQUEST(GetReadersStateArray)
SCRM_REPLY(WaitResult)
SCRM_REPLY(ReaderEvents)
SCRM_REPLY(ReadersStateSize)
SCRM_BOTH(JoinContext)
SCRM_BOTH(CancelWaits)
SCRM_BOTH(LastRefusal)
SCRM_BOTH(MapReaders)
SCRM_BOTH(WatchReaders)
SCRM_BOTH(ReadReaders)
SCRM_REPLY(ReaderList)
SCRM_REPLY(Welcome)

}  // namespace scrm::ipc
