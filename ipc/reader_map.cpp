#include "ipc/reader_map.hpp"

#include <cstring>

namespace scrm::ipc {

using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;

MapChange::MapChange(ReaderMap& map) : map_(map), sequence_(map.sequence.load(memory_order_relaxed)) {
    map_.sequence.store(sequence_ + 1, memory_order_relaxed);
}

MapChange::~MapChange() {
    map_.sequence.store(sequence_ + 2, memory_order_release);
}

void MapChange::put_record(std::size_t place, Bytes record) {
    if (place >= map_.records.size())
        return;
    const std::uint8_t* in = record.data();
    for (ReaderMap::Word& word : map_.records[place]) {
        std::uint32_t value = 0;
        std::memcpy(&value, in, sizeof value);
        word.store(value, memory_order_release);
        in += sizeof value;
    }
}

void MapChange::put_counts(std::uint32_t generation, std::uint32_t reader_events, std::uint32_t count) {
    map_.generation.store(generation, memory_order_release);
    map_.reader_events.store(reader_events, memory_order_release);
    map_.count.store(count, memory_order_release);
}

MapLook look_at(const ReaderMap& map) {
    MapLook look;
    look.sequence = map.sequence.load(memory_order_acquire);
    look.generation = map.generation.load(memory_order_acquire);
    look.reader_events = map.reader_events.load(memory_order_acquire);
    look.count = map.count.load(memory_order_acquire);
    return look;
}

void copy_records(const ReaderMap& map, MutableBytes out) {
    for (const ReaderMap::Record& record : map.records) {
        if (out.size() < reader_state_size)
            return;
        for (const ReaderMap::Word& word : record) {
            const std::uint32_t value = word.load(memory_order_acquire);
            std::memcpy(out.data(), &value, sizeof value);
            out = out.subspan(sizeof value);
        }
    }
}

bool is_whole(const ReaderMap& map, const MapLook& look) {
    return look.sequence % 2 == 0 && map.sequence.load(memory_order_relaxed) == look.sequence;
}

}  // namespace scrm::ipc
