// How the readers are, in one answer; scrm dialect.
#pragma once

#include "daemon/readers/event_board.hpp"
#include "daemon/sessions/channel.hpp"

namespace scrm::sessions {

/// `rv` with the board's counts, and with its records unless the client knows this generation of them.
void send_readers(Channel& channel, const readers::EventBoard& board, std::uint32_t known,
                  ipc::ResultCode rv);

}  // namespace scrm::sessions
