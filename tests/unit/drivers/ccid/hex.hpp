// Bytes as people write them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace scrm::ccid {

/// "80 00 FF": two digits a byte, blanks as you like.
inline std::vector<std::uint8_t> hex(std::string_view text) {
    const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
    std::vector<std::uint8_t> bytes;
    int high = -1;
    for (const char c : text) {
        if (c == ' ')
            continue;
        if (high >= 0)
            bytes.push_back(static_cast<std::uint8_t>(high * 16 + value(c)));
        high = high < 0 ? value(c) : -1;
    }
    return bytes;
}

}  // namespace scrm::ccid
