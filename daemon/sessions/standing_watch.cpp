#include "daemon/sessions/standing_watch.hpp"

#include "daemon/sessions/reader_list.hpp"

namespace scrm::sessions {
namespace {

// Without asking whether they are read. So few fit into any socket.
constexpr unsigned most_words = 8;

}  // namespace

StandingWatch::StandingWatch(std::uint32_t process, const ipc::WatchReaders& request, UserQuota::Ticket share,
                             Outcome outcome, readers::EventBoard& board, Channel& channel)
    : ReaderWatch(process, request, std::move(share), std::move(outcome)), board_(board), channel_(channel) {}

void StandingWatch::tell() {
    if (words_ >= most_words) {
        if (channel_.holds_unread())
            return;
        words_ = 0;
    }
    ++words_;
    send_readers(channel_, board_, board_.generation(), ipc::ResultCode::Success);
}

void StandingWatch::board_changed() {
    board_.subscribe(*this);
    tell();
}

}  // namespace scrm::sessions
