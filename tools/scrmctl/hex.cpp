#include "tools/scrmctl/hex.hpp"

#include <optional>

#include "tools/scrmctl/printable.hpp"

namespace scrm::tools {
namespace {

bool separates(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ':';
}

std::optional<unsigned> digit(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<unsigned>(c - 'a') + 10U;
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<unsigned>(c - 'A') + 10U;
    }
    return std::nullopt;
}

HexError complain(std::string_view text, std::size_t at, std::string_view what) {
    return {"\"" + printable(text.substr(at, 1)) + "\" at position " + std::to_string(at + 1) + " " +
            std::string(what)};
}

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes, std::string_view separator) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        if (!text.empty()) {
            text += separator;
        }
        text += digits[byte >> 4U];
        text += digits[byte & 0x0FU];
    }
    return text;
}

std::variant<std::vector<std::uint8_t>, HexError> parse_hex(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (separates(text[i])) {
            continue;
        }
        const auto upper = digit(text[i]);
        if (!upper) {
            return complain(text, i, "is no hex digit");
        }
        const bool alone = i + 1 == text.size() || separates(text[i + 1]);
        if (alone) {
            return complain(text, i, "is half a byte: each byte takes two hex digits");
        }
        const auto lower = digit(text[++i]);
        if (!lower) {
            return complain(text, i, "is no hex digit");
        }
        bytes.push_back(static_cast<std::uint8_t>(*upper << 4U | *lower));
    }
    return bytes;
}

}  // namespace scrm::tools
