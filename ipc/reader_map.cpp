#include "ipc/reader_map.hpp"

#include <algorithm>
#include <cstring>

namespace scrm::ipc {

using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;

namespace {

// Numbers of a circle: beyond half of it, what is behind looks like what is ahead.
bool is_before(std::uint32_t generation, std::uint32_t other) {
    return static_cast<std::int32_t>(generation - other) < 0;
}

void copy_record(const ReaderMap::Record& record, std::uint8_t* out) {
    for (const ReaderMap::Word& word : record) {
        const std::uint32_t value = word.load(memory_order_acquire);
        std::memcpy(out, &value, sizeof value);
        out += sizeof value;
    }
}

}  // namespace

MapChange::MapChange(ReaderMap& map, std::uint32_t generation)
    : map_(map), sequence_(map.sequence.load(memory_order_relaxed)), generation_(generation) {
    map_.sequence.store(sequence_ + 1, memory_order_relaxed);
    map_.generation.store(generation, memory_order_release);
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
    map_.written[place].store(generation_, memory_order_release);
}

void MapChange::put_counts(std::uint32_t reader_events, std::uint32_t count) {
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

// What was written in the generation that is known may have been written after it was read.
void copy_records(const ReaderMap& map, std::uint32_t known, MutableBytes out) {
    const std::size_t count = std::min(out.size() / reader_state_size, map.records.size());
    for (std::size_t place = 0; place < count; ++place)
        if (known == 0 || !is_before(map.written[place].load(memory_order_acquire), known))
            copy_record(map.records[place], out.data() + place * reader_state_size);
}

bool is_whole(const ReaderMap& map, const MapLook& look) {
    return look.sequence % 2 == 0 && map.sequence.load(memory_order_relaxed) == look.sequence;
}

}  // namespace scrm::ipc
