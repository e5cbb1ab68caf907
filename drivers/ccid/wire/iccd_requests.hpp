// The requests that tokens of both versions know, by their number (bRequest).
#pragma once

#include <cstdint>

namespace scrm::ccid::iccd {

inline constexpr std::uint8_t power_on = 0x62;
inline constexpr std::uint8_t power_off = 0x63;
inline constexpr std::uint8_t transfer = 0x65;
inline constexpr std::uint8_t fetch = 0x6F;

}  // namespace scrm::ccid::iccd
