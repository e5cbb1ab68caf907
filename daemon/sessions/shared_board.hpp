// The board once more, in memory that clients of the scrm dialect may read. Made when the first of them asks.
#pragma once

#include <optional>

#include "daemon/readers/event_board.hpp"
#include "daemon/sessions/sealed_memory.hpp"
#include "ipc/reader_map.hpp"

namespace scrm::sessions {

class SharedBoard final : public readers::BoardMirror {
  public:
    explicit SharedBoard(readers::EventBoard& board) : board_(board) {}
    SharedBoard(const SharedBoard&) = delete;
    SharedBoard& operator=(const SharedBoard&) = delete;
    ~SharedBoard() { board_.mirror_to(nullptr); }

    /// What to give a client; stays this object's. Nothing where memory cannot be shared.
    std::optional<int> descriptor();

  private:
    bool make();
    void board_written(readers::Position position) override;
    void put_counts(ipc::MapChange& change) const;

    readers::EventBoard& board_;
    std::unique_ptr<SealedMemory> memory_;
    ipc::ReaderMap* map_ = nullptr;
};

}  // namespace scrm::sessions
