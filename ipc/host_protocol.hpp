// Bytes <-> messages between scrmd and a scrm-ifd-host (docs/adr/0006). Each is one packet of a
// SOCK_SEQPACKET pair: its kind, then its fields; numbers are 4 or 8 bytes in host byte order without
// padding, text and bytes have their length before them. So an i386 host and an amd64 daemon understand each
// other.
#pragma once

#include "ipc/host_messages.hpp"

namespace scrm::ipc::host {

/// No message is longer; a packet that is will not be decoded.
inline constexpr std::size_t max_message_size = max_bytes_size + 64;

template <class Message>
std::size_t encoded_size(const Message& message);

/// Writes the message, which must keep the limits in host_messages.hpp, and returns its size. `out` must have
/// room for encoded_size().
template <class Message>
std::size_t encode(const Message& message, MutableBytes out);

/// A message as it is handed to the kernel: bytes that are many are left where they are, and are its tail.
struct Pieces {
    Bytes head;  // in `out`
    Bytes tail;
};

/// As encode(). One who sends both pieces as one packet sends the same.
template <class Message>
Pieces encode_in_pieces(const Message& message, MutableBytes out);

enum class Violation : std::uint8_t { UnknownKind, WrongSize, TooLong, UnknownValue };

const char* describe(Violation violation);

/// What one packet says. Every length and every enumerator in it has been checked.
std::variant<FromDaemon, Violation> decode_from_daemon(Bytes packet);
std::variant<FromHost, Violation> decode_from_host(Bytes packet);

}  // namespace scrm::ipc::host
