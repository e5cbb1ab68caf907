// Bytes <-> messages: with reader_state, the only place that knows the wire's layout. Host byte order, 32-bit
// fields, no padding but the 3 bytes of a reader-state record. Golden bytes of pcsc-lite pin it
// (tests/unit/ipc).
#pragma once

#include <optional>

#include "ipc/frame_splitter.hpp"
#include "ipc/reader_state.hpp"

namespace scrm::ipc {

namespace detail {
constexpr std::size_t field_size(const auto& field) {
    return sizeof field;
}
}  // namespace detail

/// Bytes of the message's body on the wire.
template <class Message>
constexpr std::size_t body_size() {
    Message m;
    return Message::fields(
        m, [](const auto&... field) { return (std::size_t{0} + ... + detail::field_size(field)); });
}

inline constexpr std::size_t max_body_size = body_size<GetAttribute>();

/// The body size of `command` as a request, nothing if the dialect has no such command.
std::optional<std::size_t> request_body_size(Command command, Dialect dialect);

/// The request in a frame; its payload refers to the frame's.
Request decode_request(const Frame& frame);

/// Bytes before a request's body.
constexpr std::size_t header_size_of(Dialect dialect) {
    return dialect == Dialect::Scrm ? scrm_header_size : header_size;
}
/// Writes header and body and returns their size; the caller sends the payload behind them. `out` must have
/// room for max_request_size<Message>. `patience` matters to the scrm dialect alone.
template <class Message>
std::size_t encode_request(const Message& message, MutableBytes out, Dialect dialect = newest_dialect,
                           std::uint32_t patience = endless);
template <class Message>
inline constexpr std::size_t max_request_size = scrm_header_size + body_size<Message>();

/// Replies have no header. `out`/`in` hold at least body_size<Message>().
template <class Message>
std::size_t encode_reply(const Message& message, MutableBytes out);
template <class Message>
Message decode_reply(Bytes in);

/// One 184-byte record.
void encode_reader_state(const ReaderState& state, MutableBytes out);
ReaderState decode_reader_state(Bytes in);

}  // namespace scrm::ipc
