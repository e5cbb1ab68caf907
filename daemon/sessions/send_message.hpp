// A message of the wire into a client's channel.
#pragma once

#include <array>

#include "daemon/sessions/channel.hpp"
#include "ipc/codec.hpp"

namespace scrm::sessions {

/// `payload` goes out behind it, in one piece with it.
template <class Reply>
void send_message(Channel& channel, const Reply& message, ipc::Bytes payload = {}) {
    std::array<std::uint8_t, ipc::body_size<Reply>()> body;
    ipc::encode_reply(message, body);
    channel.send(body, payload);
}

}  // namespace scrm::sessions
