// An answer to reset in words: byte by byte, and what it comes to.
#pragma once

#include <string>
#include <vector>

#include "drivers/iso7816/atr.hpp"
#include "tools/scrmctl/atr_line.hpp"

namespace scrm::tools {

/// Every byte in the order of the card.
[[nodiscard]] std::vector<AtrLine> atr_lines(const iso7816::Atr& atr);

/// What it comes to, a sentence each: protocols, mode, and what is wrong with the ATR if anything is.
[[nodiscard]] std::vector<std::string> atr_summary(const iso7816::Atr& atr);

}  // namespace scrm::tools
