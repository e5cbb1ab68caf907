// Bytes as people write them: "3B 02 14 50".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::iso7816 {

/// "3B 00" -> {0x3B, 0x00}
inline std::vector<std::uint8_t> bytes_of(std::string_view hex) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < hex.size(); i += 3) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
    }
    return bytes;
}

/// {0x3B, 0x00} -> "3B 00"
inline std::string hex_of(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string hex;
    for (const std::uint8_t byte : bytes) {
        if (!hex.empty())
            hex += ' ';
        hex += digits[byte >> 4U];
        hex += digits[byte & 0x0FU];
    }
    return hex;
}

/// "AA" times `count`.
inline std::vector<std::uint8_t> many(std::size_t count, std::uint8_t byte = 0xAA) {
    std::vector<std::uint8_t> bytes(count, byte);
    return bytes;
}

}  // namespace scrm::iso7816
