// The readers as the daemon shows them in shared memory (ipc/reader_map.hpp). Contexts are many and the
// memory is one: all of a process that have the same share one mapping.
//
// What is read there is believed as little as what comes through the socket.
#pragma once

#include "libpcsc-client/connection/reader_snapshot.hpp"

namespace scrm::client {

struct Mapping;

class MappedReaders {
  public:
    MappedReaders() = default;
    MappedReaders(const MappedReaders&) = delete;
    MappedReaders& operator=(const MappedReaders&) = delete;
    ~MappedReaders() { drop(); }

    /// Takes over a descriptor that a daemon sent. There is no map if it is not fit for one.
    void take(int descriptor);
    void drop();
    explicit operator bool() const { return mapping_ != nullptr; }

    /// Brings `readers`, which are those of `generation`, up to date. False if the map cannot be read now;
    /// then `generation` is 0, for they may be a mixture.
    [[nodiscard]] bool read(ReaderSnapshot& readers, std::uint32_t& generation,
                            std::uint32_t& reader_events) const;

    /// In the child of a fork, before any other use.
    static void let_go_in_child();

  private:
    Mapping* mapping_ = nullptr;
};

/// Maps the first `size` bytes, which are there, to be read; nullptr unless they will always be there.
void* map_sealed(int descriptor, std::size_t size);

}  // namespace scrm::client
