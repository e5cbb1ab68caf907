// Bytes as people write them: "3B 02 14 50".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::virtual_reader::test {

inline std::vector<std::uint8_t> bytes(std::string_view hex) {
    std::vector<std::uint8_t> result;
    for (std::size_t i = 0; i + 1 < hex.size();) {
        if (hex[i] == ' ') {
            ++i;
            continue;
        }
        result.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
        i += 2;
    }
    return result;
}

inline std::string hex(std::span<const std::uint8_t> data) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    for (const std::uint8_t byte : data) {
        if (!result.empty())
            result += ' ';
        result += digits[byte >> 4U];
        result += digits[byte & 0x0FU];
    }
    return result;
}

inline std::string text(std::string_view ascii) {
    return hex(std::vector<std::uint8_t>(ascii.begin(), ascii.end()));
}

}  // namespace scrm::virtual_reader::test
