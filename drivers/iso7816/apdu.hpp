// A command on its way to a card (ISO 7816-3, 12.1): header, then maybe Lc and data, then maybe Le.
//
//   case 1    CLA INS P1 P2
//   case 2    CLA INS P1 P2            Le          Le: 1 byte, or 00 and 2 bytes
//   case 3    CLA INS P1 P2  Lc data               Lc: 1 byte, or 00 and 2 bytes
//   case 4    CLA INS P1 P2  Lc data   Le          both short (1 byte), or both extended (00 and 2, 2)
//
// Programs send other things too, and a card may well know what to do with them: what fits no case is
// Irregular, never an error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

enum class ApduCase : std::uint8_t {
    Case1,
    Case2,
    Case3,
    Case4,
    Case2Extended,
    Case3Extended,
    Case4Extended,
    Irregular  // Lc and Le contradict the size
};

inline constexpr std::size_t apdu_header_size = 4;
/// Lc and Le short: 4 + 1 + 255 + 1.
inline constexpr std::size_t max_short_command = 261;
/// 256 bytes and the status word.
inline constexpr std::size_t max_short_response = 258;
/// 4 + 3 + 65 535 + 2.
inline constexpr std::size_t max_extended_command = 65544;
/// 65 536 bytes and the status word. No answer is longer.
inline constexpr std::size_t max_response = 65538;

struct CommandApdu {
    ApduCase kind = ApduCase::Irregular;
    std::uint8_t cla = 0;
    std::uint8_t ins = 0;
    std::uint8_t p1 = 0;
    std::uint8_t p2 = 0;
    /// Lc bytes, within the command; empty in cases 1, 2 and Irregular.
    Bytes data;
    /// Ne, how many bytes of answer are wanted: 1 to 65 536, where an Le of 0 means 256 or 65 536. 0: none.
    std::size_t expected = 0;
};

/// None for less than a header.
[[nodiscard]] std::optional<CommandApdu> parse_command(Bytes command);

[[nodiscard]] bool is_extended(ApduCase kind);

/// The last two bytes of an answer; none if it has not so many.
[[nodiscard]] std::optional<std::uint16_t> status_word(Bytes response);

}  // namespace scrm::iso7816
