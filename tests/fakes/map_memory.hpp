// Memory as a daemon shows its readers in, well made or not.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <span>

#include "ipc/codec.hpp"
#include "ipc/reader_map.hpp"
#include "tests/fakes/wire_socket.hpp"

namespace scrm::fakes {

class MapMemory {
  public:
    static constexpr std::size_t whole = sizeof(ipc::ReaderMap);

    /// Written at any time, for tests change their minds.
    explicit MapMemory(std::size_t size = whole, int seals = F_SEAL_SHRINK)
        : descriptor_(::memfd_create("scrm-test", MFD_CLOEXEC | MFD_ALLOW_SEALING)) {
        void* const address = ::mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
        const bool made = ::ftruncate(descriptor_, static_cast<off_t>(size)) == 0 && address != MAP_FAILED &&
                          ::fcntl(descriptor_, F_ADD_SEALS, seals) == 0;
        if (!made)
            throw WireError("no memory to share");
        map_ = static_cast<ipc::ReaderMap*>(address);
        if (size >= sizeof map_->layout)
            map_->layout = ipc::reader_map_layout;
    }
    MapMemory(const MapMemory&) = delete;
    MapMemory& operator=(const MapMemory&) = delete;
    ~MapMemory() {
        ::munmap(map_, whole);
        ::close(descriptor_);
    }

    void show(std::uint32_t generation, std::span<const ipc::ReaderState> readers,
              std::uint32_t reader_events = 1) {
        ipc::MapChange change(*map_, generation);
        std::array<std::uint8_t, ipc::reader_state_size> record{};
        for (std::size_t i = 0; i < readers.size(); ++i) {
            ipc::encode_reader_state(readers[i], record);
            change.put_record(i, record);
        }
        change.put_counts(reader_events, static_cast<std::uint32_t>(readers.size()));
    }
    [[nodiscard]] ipc::ReaderMap& map() { return *map_; }
    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
    ipc::ReaderMap* map_ = nullptr;
};

}  // namespace scrm::fakes
