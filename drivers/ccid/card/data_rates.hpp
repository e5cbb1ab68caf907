// The list of rates that a reader names when asked (GET_DATA_RATES). Pure.
#pragma once

#include <vector>

#include "drivers/ccid/wire/bytes.hpp"

namespace scrm::ccid {

/// No list on record is longer.
inline constexpr std::size_t max_data_rates = 256;

/// Bits per second. Empty if the list cannot be believed: of broken length, or with rates of 0 or above what
/// the reader itself says is its highest.
[[nodiscard]] std::vector<std::uint32_t> decode_data_rates(Bytes list, std::uint32_t highest);

}  // namespace scrm::ccid
