// How long a card may be silent (ISO 7816-3, 8.3, 10.2 and 11.4). Every reader that drives the line itself
// enforces these; a driver needs them to know when a reader should have spoken.
//
// A clock of 0 kHz (some readers say so) counts as 1: long waits, no division by zero.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "drivers/iso7816/speed.hpp"

namespace scrm::iso7816 {

struct Line {
    std::uint32_t clock_khz = 0;
    Speed speed;
};

/// WWT, T=0, between any two characters: 960 * wi * f clock cycles. A wi of 0 is reserved and counts as 10.
[[nodiscard]] std::chrono::microseconds work_waiting_time(const Line& line, std::uint8_t wi);

/// BWT, T=1, from our last character to the first of the answer: 11 bit times + 2^bwi * 960 * 372 cycles.
/// A bwi over 9 is reserved and counts as 9.
[[nodiscard]] std::chrono::microseconds block_waiting_time(const Line& line, std::uint8_t bwi);

/// CWT, T=1, between characters of one block: 11 + 2^cwi bit times. A cwi over 15 counts as 15.
[[nodiscard]] std::chrono::microseconds character_waiting_time(const Line& line, std::uint8_t cwi);

/// How long `characters` last on the line when nobody dawdles: 12 bit times each and `extra_guard_time` of
/// atr_parameters.hpp, whose 255 means 0.
[[nodiscard]] std::chrono::microseconds transfer_time(const Line& line, std::uint8_t extra_guard_time,
                                                      std::size_t characters);

}  // namespace scrm::iso7816
