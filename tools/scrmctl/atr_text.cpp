#include "tools/scrmctl/atr_text.hpp"

#include "tools/scrmctl/atr_words.hpp"
#include "tools/scrmctl/hex.hpp"

namespace scrm::tools {
namespace {

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::string line_text(const AtrLine& line, const Style& style, const std::string& indent) {
    constexpr std::size_t name_width = 5;
    std::string text = indent + padded(line.name, name_width) + style.strong(to_hex(line.bytes)) + "  " +
                       line.meaning + "\n";
    const std::string before = indent + padded("", name_width + 4) + "- ";
    for (const std::string& detail : line.details)
        text.append(before).append(detail).append("\n");
    return text;
}

}  // namespace

std::string atr_text(std::span<const std::uint8_t> bytes, const Style& style, const std::string& indent) {
    std::string text = indent + "ATR  " + style.strong(to_hex(bytes)) + "\n";
    const auto parsed = iso7816::parse_atr(bytes);
    if (const auto* error = std::get_if<iso7816::AtrError>(&parsed)) {
        return text + indent + "     not decoded: " + iso7816::describe(*error) + "\n";
    }
    const auto& atr = std::get<iso7816::Atr>(parsed);
    bool in_historical_bytes = false;
    for (const AtrLine& line : atr_lines(atr)) {
        if (line.name.empty() && !in_historical_bytes) {
            text += indent + "historical bytes:\n";
        }
        in_historical_bytes = line.name.empty();
        text += line_text(line, style, indent);
    }
    for (const std::string& sentence : atr_summary(atr)) {
        text += indent + sentence + "\n";
    }
    return text;
}

}  // namespace scrm::tools
