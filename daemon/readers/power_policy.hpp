// When a card that nobody uses is switched off. Pure.
#pragma once

#include <chrono>
#include <string>

#include "drivers/iso7816/atr_pattern.hpp"

#include "drivers/api/awaitable.hpp"

namespace scrm::readers {

struct PowerPolicy {
    /// How long after it came, or its last handle closed; nothing means never.
    std::optional<std::chrono::milliseconds> off_after = std::chrono::seconds{5};
    /// Readers whose cards stay on, by their names or how these begin.
    std::vector<std::string> never_readers = {};
    std::vector<iso7816::AtrPattern> never_cards = {};

    /// As off_after, for this card in this reader.
    [[nodiscard]] std::optional<std::chrono::milliseconds> off_after_in(
        std::string_view reader, std::span<const std::uint8_t> atr) const;
};

}  // namespace scrm::readers
