#include "daemon/sessions/reader_list.hpp"

#include "daemon/sessions/send_message.hpp"

namespace scrm::sessions {

void send_readers(Channel& channel, const readers::EventBoard& board, std::uint32_t known,
                  ipc::ResultCode rv) {
    const std::size_t count = board.generation() == known ? 0 : board.used();
    const ipc::ReaderList list{.generation = board.generation(),
                               .reader_events = board.reader_events(),
                               .count = static_cast<std::uint32_t>(count),
                               .rv = rv};
    send_message(channel, list, board.records(count));
}

}  // namespace scrm::sessions
