// Which protocol a card is asked to speak. Pure.
#pragma once

#include <optional>

#include "drivers/api/slot.hpp"

namespace scrm::readers {

/// SCARD_PROTOCOL_* as a set.
namespace protocol_mask {
inline constexpr std::uint32_t t0 = 1;
inline constexpr std::uint32_t t1 = 2;
inline constexpr std::uint32_t raw = 4;
inline constexpr std::uint32_t all = t0 | t1 | raw;
}  // namespace protocol_mask

std::uint32_t to_mask(drivers::Protocol protocol);
/// The protocol of a mask that names exactly one.
std::optional<drivers::Protocol> to_protocol(std::uint32_t mask);

/// The best of `preferred` (a mask) that the card offers: T=1 before T=0, as clients are used to, and only
/// the one a card in specific mode insists on. Raw where nothing else is asked for. Nothing if card and
/// client share none.
std::optional<drivers::Protocol> choose_protocol(drivers::Bytes atr, std::uint32_t preferred);

/// What the card speaks when nobody has asked it for anything; T=0 if its ATR cannot be read.
drivers::Protocol unasked_protocol(drivers::Bytes atr);

}  // namespace scrm::readers
