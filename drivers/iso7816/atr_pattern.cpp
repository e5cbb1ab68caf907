#include "drivers/iso7816/atr_pattern.hpp"

#include <algorithm>
#include <charconv>

namespace scrm::iso7816 {
namespace {

constexpr std::size_t shortest_atr = 2;
constexpr std::size_t longest_atr = 33;

}  // namespace

std::optional<AtrPattern> AtrPattern::parse(std::string_view text) {
    AtrPattern pattern;
    while (!text.empty()) {
        if (text.front() == ' ') {
            text.remove_prefix(1);
            continue;
        }
        const std::string_view digits = text.substr(0, 2);
        std::uint8_t byte = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (digits == "..")
            pattern.bytes_.emplace_back();
        else if (error == std::errc() && end == digits.data() + 2)
            pattern.bytes_.emplace_back(byte);
        else
            return std::nullopt;
        text.remove_prefix(2);
    }
    if (pattern.bytes_.size() < shortest_atr || pattern.bytes_.size() > longest_atr)
        return std::nullopt;
    return pattern;
}

bool AtrPattern::fits(std::span<const std::uint8_t> atr) const {
    return std::ranges::equal(
        bytes_, atr, [](const auto& expected, std::uint8_t byte) { return !expected || *expected == byte; });
}

}  // namespace scrm::iso7816
