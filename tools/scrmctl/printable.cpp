#include "tools/scrmctl/printable.hpp"

#include <cstdint>

namespace scrm::tools {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

bool continues(std::string_view text, std::size_t at) {
    return at < text.size() && (byte_at(text, at) & 0xC0U) == 0x80U;
}

/// Excludes over-long forms, surrogates and what is beyond U+10FFFF, all of which the second byte shows.
bool second_byte_fits(std::uint8_t first, std::uint8_t second) {
    switch (first) {
        case 0xE0:
            return second >= 0xA0;
        case 0xED:
            return second <= 0x9F;
        case 0xF0:
            return second >= 0x90;
        case 0xF4:
            return second <= 0x8F;
        default:
            return true;
    }
}

std::size_t announced_size(std::uint8_t first) {
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

/// ASCII's and ISO 6429's control characters; the latter are C2 80 to C2 9F.
bool is_control(std::string_view character) {
    if (character.size() == 1) {
        return byte_at(character, 0) < 0x20 || byte_at(character, 0) == 0x7F;
    }
    return byte_at(character, 0) == 0xC2 && byte_at(character, 1) < 0xA0;
}

}  // namespace

std::size_t utf8_character_size(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const std::size_t size = announced_size(byte_at(text, 0));
    for (std::size_t i = 1; i < size; ++i) {
        if (!continues(text, i)) {
            return 0;
        }
    }
    return size < 2 || second_byte_fits(byte_at(text, 0), byte_at(text, 1)) ? size : 0;
}

std::string printable(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const std::size_t size = utf8_character_size(text);
        const bool safe = size != 0 && !is_control(text.substr(0, size));
        shown += safe ? text.substr(0, size) : "?";
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return shown;
}

}  // namespace scrm::tools
