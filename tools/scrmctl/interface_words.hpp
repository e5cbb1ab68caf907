// The interface bytes of an answer to reset in words. Times and rates are given at 4 MHz, the usual clock of
// readers.
#pragma once

#include <vector>

#include "drivers/iso7816/atr.hpp"
#include "tools/scrmctl/atr_line.hpp"

namespace scrm::tools {

/// What T0 or a TD announces for the next level: ", followed by TA1 TD1", or nothing.
[[nodiscard]] std::string followers_words(std::uint8_t byte, std::size_t level);

/// One line for each byte from TA1 to the last TD.
[[nodiscard]] std::vector<AtrLine> interface_lines(const iso7816::Atr& atr);

}  // namespace scrm::tools
