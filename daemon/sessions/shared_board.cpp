#include "daemon/sessions/shared_board.hpp"

namespace scrm::sessions {

std::optional<int> SharedBoard::descriptor() {
    if (!memory_ && !make())
        return std::nullopt;
    return memory_->descriptor();
}

// The memory is zero as it comes, and stays so behind the last reader: that is what empty records are.
bool SharedBoard::make() {
    memory_ = SealedMemory::make(sizeof(ipc::ReaderMap));
    if (!memory_)
        return false;
    map_ = static_cast<ipc::ReaderMap*>(memory_->address());
    map_->layout = ipc::reader_map_layout;
    ipc::MapChange change(*map_, board_.generation());
    for (readers::Position place = 0; place < board_.used(); ++place)
        change.put_record(place, board_.record(place));
    put_counts(change);
    board_.mirror_to(this);
    return true;
}

void SharedBoard::board_written(readers::Position position) {
    ipc::MapChange change(*map_, board_.generation());
    change.put_record(position, board_.record(position));
    put_counts(change);
}

void SharedBoard::put_counts(ipc::MapChange& change) const {
    change.put_counts(board_.reader_events(), static_cast<std::uint32_t>(board_.used()));
}

}  // namespace scrm::sessions
