#include "drivers/virtual/card_spec.hpp"

#include <vector>

namespace scrm::virtual_reader {
namespace {

std::optional<std::uint8_t> hex_digit(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto value = digits.find(lower);
    if (value == std::string_view::npos)
        return std::nullopt;
    return static_cast<std::uint8_t>(value);
}

/// Two digits a byte; blanks may stand between bytes.
std::optional<std::vector<std::uint8_t>> parse_hex(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    while (!text.empty()) {
        if (text.front() == ' ') {
            text.remove_prefix(1);
            continue;
        }
        if (text.size() < 2)
            return std::nullopt;
        const auto high = hex_digit(text[0]);
        const auto low = hex_digit(text[1]);
        if (!high || !low)
            return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(*high << 4U | *low));
        text.remove_prefix(2);
    }
    return bytes;
}

}  // namespace

std::optional<CardChoice> parse_card_choice(std::string_view text) {
    if (text == "none")
        return CardChoice{};
    if (text == "default")
        return CardChoice{CardSpec{}};
    const auto bytes = parse_hex(text);
    const auto atr = bytes ? CardAtr::from(*bytes) : std::nullopt;
    if (!atr)
        return std::nullopt;
    return CardChoice{CardSpec{.atr = *atr}};
}

}  // namespace scrm::virtual_reader
