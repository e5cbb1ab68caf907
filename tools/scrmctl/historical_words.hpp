// The historical bytes of an answer to reset in words.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tools/scrmctl/atr_line.hpp"

namespace scrm::tools {

/// One line for the category indicator and one for each object; none without historical bytes.
[[nodiscard]] std::vector<AtrLine> historical_lines(std::span<const std::uint8_t> bytes);

}  // namespace scrm::tools
