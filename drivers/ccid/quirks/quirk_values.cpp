#include "drivers/ccid/quirks/quirk_values.hpp"

namespace scrm::ccid {

std::string text_of(const QuirkValue& node, const std::string& key) {
    if (const auto* text = std::get_if<std::string>(&node.value))
        return *text;
    throw QuirkFileFault(node.line, key + " must be a string");
}

std::uint32_t number_of(const QuirkValue& node, const std::string& key, std::uint32_t highest) {
    const auto* number = std::get_if<std::int64_t>(&node.value);
    if (number == nullptr || *number < 0 || *number > std::int64_t{highest})
        throw QuirkFileFault(node.line, key + " must be a number from 0 to " + std::to_string(highest));
    return static_cast<std::uint32_t>(*number);
}

std::optional<std::uint32_t> hex_number(std::string_view text, std::size_t digits) {
    if (text.size() != digits)
        return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : text) {
        const auto at = std::string_view("0123456789ABCDEF").find(c);
        if (at == std::string_view::npos)
            return std::nullopt;
        value = value * 16 + static_cast<std::uint32_t>(at);
    }
    return value;
}

EscapeBytes bytes_of(const QuirkValue& node, const std::string& key) {
    const std::string text = text_of(node, key);
    EscapeBytes bytes;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        const auto byte = hex_number(std::string_view(text).substr(at, 2), 2);
        if (!byte || (at + 2 < text.size() && text[at + 2] != ' '))
            throw QuirkFileFault(node.line, key + " must be bytes in hexadecimal, as in \"1F 01\"");
        bytes.push_back(static_cast<std::uint8_t>(*byte));
    }
    return bytes;
}

const std::vector<QuirkValue>& list_of(const QuirkValue& node, const std::string& key) {
    if (const auto* list = std::get_if<std::vector<QuirkValue>>(&node.value))
        return *list;
    throw QuirkFileFault(node.line, key + " must be a list");
}

}  // namespace scrm::ccid
