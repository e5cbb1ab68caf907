// A context that has been given the map, and its daemon.
#pragma once

#include "tests/fakes/map_memory.hpp"
#include "tests/unit/libpcsc-client/api.hpp"
#include "tests/unit/libpcsc-client/snapshots.hpp"

namespace scrm::client {

using namespace fakes;
using namespace ipc;

using Readers = std::vector<ReaderState>;

inline const Readers full{full_reader("A", 1)};
inline const Readers empty{empty_reader("A", 2)};

inline void answer_list(ScriptedPeer& peer, std::uint32_t generation, const Readers& readers) {
    const bool known = peer.expect<ReadReaders>().known == generation;
    const auto count = known ? 0U : static_cast<std::uint32_t>(readers.size());
    peer.reply(ReaderList{.generation = generation, .reader_events = 1, .count = count});
    std::vector<std::uint8_t> bytes(count * reader_state_size);
    for (std::size_t i = 0; i < count; ++i)
        encode_reader_state(readers[i], MutableBytes(bytes).subspan(i * reader_state_size));
    peer.send(bytes);
}

inline void give_map(ScriptedPeer& peer, const MapMemory& memory) {
    auto message = peer.expect<MapReaders>();
    must(message.layout == reader_map_layout);
    peer.reply_with(memory.descriptor(), message);
}

/// Two looks that are asked for, then the map.
inline void show_map(ScriptedPeer& peer, const MapMemory& memory, Revision newest = newest_revision) {
    peer.welcome(77, ResultCode::Success, newest);
    answer_list(peer, 5, full);
    answer_list(peer, 5, full);
    give_map(peer, memory);
}

inline DWORD seen(SCARDCONTEXT context) {
    SCARD_READERSTATE entry{};
    entry.szReader = "A";
    CHECK(SCardGetStatusChange(context, 0, &entry, 1) == SCARD_S_SUCCESS);
    return entry.dwEventState & ~DWORD{SCARD_STATE_CHANGED};
}

inline constexpr DWORD full_seen = 0x00010000 | SCARD_STATE_PRESENT;
inline constexpr DWORD empty_seen = 0x00020000 | SCARD_STATE_EMPTY;

/// A context that has the map of `memory`, with a daemon of revision `newest` that goes on as `script` says.
struct Shown {
    explicit Shown(ScriptedServer::Script script, Revision newest = newest_revision)
        : server({[this, newest, script = std::move(script)](ScriptedPeer& peer) {
              show_map(peer, memory, newest);
              script(peer);
          }}) {
        memory.show(5, full);
        context = established();
        for (int look = 0; look < 3; ++look)
            CHECK(seen(context) == full_seen);
    }

    MapMemory memory;
    FoundServer server;
    SCARDCONTEXT context = 0;
};

}  // namespace scrm::client
