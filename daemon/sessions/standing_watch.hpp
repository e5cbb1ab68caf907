// A watch that outlives changes: its client is told of each without asking again (docs/adr/0016).
//
// While it stands
// - it is on the board's list whenever nothing is being told, so no change passes it by;
// - nothing but its words goes to its client: the client's next request ends it before it is answered;
// - a change that is not told of has a word in its stead that lies there unread. Whoever reads that looks at
//   the map afterwards, which was written before;
// - no more than a few words are sent before the kernel is asked whether they have been read. Asking takes
//   half as long as sending one, so it is not done for each.
#pragma once

#include "daemon/sessions/channel.hpp"
#include "daemon/sessions/reader_watch.hpp"

namespace scrm::sessions {

class StandingWatch final : public ReaderWatch {
  public:
    /// Tells through `channel` of the changes on `board`; both outlive it.
    StandingWatch(std::uint32_t process, const ipc::WatchReaders& request, UserQuota::Ticket share,
                  Outcome outcome, readers::EventBoard& board, Channel& channel);

    /// Says that there is news, unless a word that says so is known to lie there unread.
    void tell();

  private:
    void board_changed() override;

    readers::EventBoard& board_;
    Channel& channel_;
    unsigned words_ = 0;  // since the client was known to have read all of them; most_words at most
};

}  // namespace scrm::sessions
