// Bytes as people write and read them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace scrm::tools {

/// Upper case, `separator` between the bytes: "3B 00".
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes, std::string_view separator = " ");

struct HexError {
    /// For people: `"G" at position 3 is no hex digit`.
    std::string problem;
};

/// Two digits in either case make a byte; blanks and colons may stand between bytes. No bytes are fine.
[[nodiscard]] std::variant<std::vector<std::uint8_t>, HexError> parse_hex(std::string_view text);

}  // namespace scrm::tools
