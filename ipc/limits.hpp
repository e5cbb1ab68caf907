// Sizes and numbers of the pcsc-lite wire protocol that both ends must agree on (docs/wire-protocol.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace scrm::ipc {

using Bytes = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;

inline constexpr std::size_t header_size = 8;
inline constexpr std::size_t scrm_header_size = 12;    // with the patience of a request of the scrm dialect
inline constexpr std::uint32_t endless = 0xFFFFFFFF;   // milliseconds of patience
inline constexpr std::size_t most_watched = 4096;      // places that one WatchReaders may name
inline constexpr std::size_t most_refusal_text = 512;  // bytes that say why something was refused
inline constexpr std::size_t reader_name_size = 128;   // with its NUL
inline constexpr std::size_t max_atr_size = 33;
inline constexpr std::size_t attribute_size = 264;      // what one GET_ATTRIB or SET_ATTRIB carries
inline constexpr std::size_t max_payload_size = 65548;  // an extended APDU: 4 + 3 + 65536 + 3 + 2
inline constexpr std::size_t reader_state_size = 184;
inline constexpr std::size_t legacy_reader_count = 16;   // what clients before 4:6 can see
inline constexpr std::size_t reader_capacity_step = 16;  // 4:6 capacities grow by this

}  // namespace scrm::ipc
