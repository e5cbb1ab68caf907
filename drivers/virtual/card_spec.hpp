// What is asked for when a card or a reader is made: the values that settings and commands turn into.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "drivers/virtual/card_atr.hpp"

namespace scrm::virtual_reader {

struct CardSpec {
    CardAtr atr;
    /// Where GET CHALLENGE begins: the same numbers after each insertion, so that a run can be repeated.
    std::uint32_t challenge_seed = 1;
};

/// A slot with this card in it, or (nothing) an empty one.
struct CardChoice {
    std::optional<CardSpec> card;
};

/// "none", "default", or an ATR of 2 to 33 bytes in hex ("3B 02 14 50"). Nothing for any other text.
std::optional<CardChoice> parse_card_choice(std::string_view text);

struct ReaderSpec {
    std::string name;
    unsigned slots = 1;
    /// Put into every slot; nothing leaves them empty.
    std::optional<CardSpec> card = CardSpec{};
};

}  // namespace scrm::virtual_reader
