// Little-endian numbers in bytes that somebody else owns.
#pragma once

#include <cstdint>
#include <span>

namespace scrm::ccid {

using Bytes = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;

/// `at` + 2 <= bytes.size().
inline std::uint16_t read_u16(Bytes bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] | (bytes[at + 1] << 8U));
}

/// `at` + 4 <= bytes.size().
inline std::uint32_t read_u32(Bytes bytes, std::size_t at) {
    return read_u16(bytes, at) | static_cast<std::uint32_t>(read_u16(bytes, at + 2)) << 16U;
}

/// `at` + 4 <= bytes.size().
inline void write_u32(MutableBytes bytes, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
        bytes[at + i] = static_cast<std::uint8_t>(value >> (8U * i) & 0xFFU);
}

}  // namespace scrm::ccid
