// Readers for tests, and snapshots of them.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string_view>
#include <vector>

#include "ipc/codec.hpp"
#include "libpcsc-client/connection/reader_snapshot.hpp"

namespace scrm::client {

inline ipc::ReaderState reader_named(std::string_view name, std::uint32_t state, std::int32_t sharing = 0,
                                     std::uint32_t event_counter = 0) {
    ipc::ReaderState reader;
    reader.name = ipc::to_reader_name(name);
    reader.state = state;
    reader.sharing = sharing;
    reader.event_counter = event_counter;
    return reader;
}

inline ipc::ReaderState empty_reader(std::string_view name, std::uint32_t event_counter = 0) {
    return reader_named(name, ipc::slot_state::absent, 0, event_counter);
}

/// With a card of a two-byte ATR.
inline ipc::ReaderState full_reader(std::string_view name, std::uint32_t event_counter = 0) {
    constexpr std::uint32_t state =
        ipc::slot_state::present | ipc::slot_state::powered | ipc::slot_state::negotiable;
    ipc::ReaderState reader = reader_named(name, state, 0, event_counter);
    reader.atr = {0x3B, 0x00};
    reader.atr_size = 2;
    reader.protocol = 2;
    return reader;
}

/// Fills `snapshot`, each reader in its record; a nameless one leaves its record unused.
inline void take(ReaderSnapshot& snapshot, const std::vector<ipc::ReaderState>& readers) {
    REQUIRE(snapshot.reset(readers.size()));
    std::ranges::fill(snapshot.bytes(), std::uint8_t{0});
    for (std::size_t i = 0; i < readers.size(); ++i)
        ipc::encode_reader_state(readers[i], snapshot.bytes().subspan(i * ipc::reader_state_size));
}

}  // namespace scrm::client
