// A message that lies in two places, a head and a payload, to and from a socket in one system call.
#pragma once

#include <sys/types.h>

#include "ipc/codec.hpp"

namespace scrm::client {

/// As send(2) and recv(2): how many bytes went or came, or less than 0 and errno; not all of a long message
/// is received at once. Either part may be empty.
ssize_t send_two(int descriptor, ipc::Bytes head, ipc::Bytes payload);
ssize_t receive_two(int descriptor, ipc::MutableBytes head, ipc::MutableBytes payload);

/// Takes away the first `count` bytes of the two.
template <class Span>
void advance(Span& head, Span& payload, std::size_t count) {
    const std::size_t of_head = count < head.size() ? count : head.size();
    head = head.subspan(of_head);
    payload = payload.subspan(count - of_head);
}

}  // namespace scrm::client
