#include "drivers/ifd-host/daemon_line/log_text.hpp"

#include <algorithm>

namespace scrm::ifd_host {

std::string one_line(std::string_view text) {
    text = text.substr(0, std::min(text.size(), max_line_size));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.remove_suffix(1);
    std::string line(text);
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = ' ';
    return line;
}

std::string hex_line(std::string_view label, ipc::Bytes bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::size_t per_byte = 3;
    constexpr std::size_t end = 4;
    std::string line = one_line(label.substr(0, max_line_size / 2));
    for (const std::uint8_t byte : bytes) {
        if (line.size() + per_byte + end > max_line_size)
            return line + " ...";
        line += ' ';
        line += digits[byte >> 4];
        line += digits[byte & 0xF];
    }
    return line;
}

}  // namespace scrm::ifd_host
