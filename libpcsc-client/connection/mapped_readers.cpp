#include "libpcsc-client/connection/mapped_readers.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ipc/reader_map.hpp"
#include "libpcsc-client/process/mutex.hpp"

namespace scrm::client {

struct Mapping {
    Mapping(void* at, const struct stat& memory)
        : address(at), device(memory.st_dev), number(memory.st_ino) {}
    [[nodiscard]] const ipc::ReaderMap& map() const { return *static_cast<const ipc::ReaderMap*>(address); }
    [[nodiscard]] bool is_of(const struct stat& memory) const {
        return memory.st_dev == device && memory.st_ino == number;
    }

    void* const address;
    const dev_t device;
    const ino_t number;
    std::uint32_t users = 1;
};

namespace {

// A daemon that is in the midst of writing is soon through, unless it has to wait for this very processor.
constexpr int most_tries = 4;

// Generations after which it is not asked any more which records are older.
constexpr std::uint32_t longest_memory = 1U << 30;

constinit Mutex mutex;
constinit Mapping* latest = nullptr;  // so that others can join

Mapping* join_latest(const struct stat& memory) {
    if (latest == nullptr || !latest->is_of(memory))
        return nullptr;
    ++latest->users;
    return latest;
}

Mapping* map_anew(int descriptor, const struct stat& memory) {
    const bool fits = memory.st_size >= static_cast<off_t>(sizeof(ipc::ReaderMap));
    void* const address = fits ? map_sealed(descriptor, sizeof(ipc::ReaderMap)) : nullptr;
    if (address == nullptr)
        return nullptr;
    Mapping* made = create<Mapping>(address, memory);
    if (made != nullptr && made->map().layout != ipc::reader_map_layout)
        destroy(std::exchange(made, nullptr));
    if (made == nullptr)
        ::munmap(address, sizeof(ipc::ReaderMap));
    else
        latest = made;
    return made;
}

/// Of readers that are known, those that have changed. False if they have no room, there or here. They may be
/// a mixture afterwards, and are of no generation.
bool copy(const ipc::ReaderMap& map, const ipc::MapLook& look, ReaderSnapshot& readers,
          std::uint32_t& generation) {
    const bool has_places = readers.size() == look.count;
    const bool long_ago = look.generation - generation > longest_memory;
    const std::uint32_t known = has_places && !long_ago ? generation : 0;
    generation = 0;
    if (look.count > map.records.size() || !readers.reset(look.count))
        return false;
    ipc::copy_records(map, known, readers.bytes());
    return true;
}

}  // namespace

void MappedReaders::take(int descriptor) {
    drop();
    struct stat memory {};
    if (::fstat(descriptor, &memory) == 0) {
        const Lock lock(mutex);
        mapping_ = join_latest(memory);
        if (mapping_ == nullptr)
            mapping_ = map_anew(descriptor, memory);
    }
    ::close(descriptor);
}

void MappedReaders::drop() {
    Mapping* const mapping = std::exchange(mapping_, nullptr);
    if (mapping == nullptr)
        return;
    const Lock lock(mutex);
    if (--mapping->users > 0)
        return;
    if (latest == mapping)
        latest = nullptr;
    ::munmap(mapping->address, sizeof(ipc::ReaderMap));
    destroy(mapping);
}

bool MappedReaders::read(ReaderSnapshot& readers, std::uint32_t& generation,
                         std::uint32_t& reader_events) const {
    const ipc::ReaderMap& map = mapping_->map();
    for (int tries = 0; tries < most_tries; ++tries) {
        const ipc::MapLook look = ipc::look_at(map);
        if (!ipc::is_whole(map, look))
            continue;
        if (look.generation != generation && !copy(map, look, readers, generation))
            break;
        if (!ipc::is_whole(map, look))
            continue;
        generation = look.generation;
        reader_events = look.reader_events;
        return true;
    }
    generation = 0;
    return false;
}

// Whoever held the lock does not exist here. A mapping that he was about to give up is kept, and does no
// harm.
void MappedReaders::let_go_in_child() {
    new (&mutex) Mutex;
}

}  // namespace scrm::client
