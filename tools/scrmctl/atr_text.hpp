// A decoded answer to reset as lines of text.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tools/scrmctl/style.hpp"

namespace scrm::tools {

/// Lines that end in newlines, each after `indent`. Bytes that are no ATR give one line that says so.
[[nodiscard]] std::string atr_text(std::span<const std::uint8_t> bytes, const Style& style,
                                   const std::string& indent);

}  // namespace scrm::tools
