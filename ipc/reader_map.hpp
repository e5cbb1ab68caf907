// The readers in memory that the daemon writes and its clients only read: a look at them costs no question.
//
// There is one writer. It makes `sequence` odd, writes, and makes it even again; a reader that finds it odd
// or moved on has read a mixture, and looks again or asks. Every word is an atomic, stored with release and
// loaded with acquire order: who has seen one word of a change cannot miss that the sequence has moved.
#pragma once

#include <array>
#include <atomic>

#include "ipc/limits.hpp"

namespace scrm::ipc {

/// Of all below; another one for whatever changes there.
inline constexpr std::uint32_t reader_map_layout = 2;
inline constexpr std::size_t most_mapped_readers = 4096;

struct ReaderMap {
    using Word = std::atomic<std::uint32_t>;
    using Record = std::array<Word, reader_state_size / sizeof(Word)>;
    static_assert(Word::is_always_lock_free && sizeof(Record) == reader_state_size);

    Word layout;
    Word sequence;
    Word generation;     // as in a ReaderList, and so the next
    Word reader_events;  //
    Word count;          // records in use; more than there is room for: ask instead
    std::array<Word, most_mapped_readers> written;  // the generation in which the record there was written
    std::array<Record, most_mapped_readers> records;
};

/// A change as it is written, from its birth to its death, which makes it `generation`.
class MapChange {
  public:
    MapChange(ReaderMap& map, std::uint32_t generation);
    MapChange(const MapChange&) = delete;
    MapChange& operator=(const MapChange&) = delete;
    ~MapChange();

    /// A place that the map has not is none of its business.
    void put_record(std::size_t place, Bytes record);
    void put_counts(std::uint32_t reader_events, std::uint32_t count);

  private:
    ReaderMap& map_;
    const std::uint32_t sequence_;
    const std::uint32_t generation_;
};

/// What a reader sees first. Nothing of it is to be believed before is_whole() has said so.
struct MapLook {
    std::uint32_t sequence = 0;
    std::uint32_t generation = 0;
    std::uint32_t reader_events = 0;
    std::uint32_t count = 0;
};

MapLook look_at(const ReaderMap& map);
/// As many records as `out` has room for, most_mapped_readers at most. Those that have not been written since
/// generation `known` are left as they are there; 0: nothing is known.
void copy_records(const ReaderMap& map, std::uint32_t known, MutableBytes out);
/// Whether nothing was written from that look until now.
bool is_whole(const ReaderMap& map, const MapLook& look);

}  // namespace scrm::ipc
