// How fast to speak with a card: what it offers in TA1 against what the reader can do.
//
// A reader that announces a rate may still fail at it with this card, and only the attempt tells. So the plan
// is a ladder: the fastest first, each next one to be tried after a cold reset if the card fell silent or
// garbled at the one before, the last one being where every card starts, F 372 and D 1.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "drivers/iso7816/atr.hpp"

namespace scrm::iso7816 {

/// One bit lasts f / d clock cycles.
struct Speed {
    /// As TA1, PPS1 and SetParameters code f and d.
    std::uint8_t fi_di = 0x11;
    std::uint16_t f = 372;
    std::uint8_t d = 1;

    bool operator==(const Speed&) const = default;
};

/// A reserved half counts as its default, 372 or 1.
[[nodiscard]] Speed speed_of(std::uint8_t fi_di);

/// Bits per second, rounded down.
[[nodiscard]] std::uint32_t bits_per_second(Speed speed, std::uint32_t clock_khz);

struct ReaderSpeeds {
    std::uint32_t default_clock_khz = 0;
    std::uint32_t max_bits_per_second = 0;
    /// The only rates it can do; empty if it did not say, then any up to the highest.
    std::span<const std::uint32_t> rates;
};

/// Can the reader do it at its default clock? A listed rate may be off by 1 from rounding.
[[nodiscard]] bool can_do(const ReaderSpeeds& reader, Speed speed);

/// Fastest first, never empty for a card in negotiable mode; only the last rung may need no PPS1 (it is 11).
/// For a card in specific mode its one speed, or nothing if the reader cannot do it or if TA2 says that the
/// card's speed is agreed on elsewhere.
[[nodiscard]] std::vector<Speed> speed_ladder(const Atr& atr, const ReaderSpeeds& reader);

}  // namespace scrm::iso7816
