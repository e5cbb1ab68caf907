// A command as the card reads it (ISO 7816-3, chapter 12): header, data, and how many bytes it may answer.
#pragma once

#include <cstddef>
#include <optional>

#include "drivers/virtual/bytes.hpp"

namespace scrm::virtual_reader {

/// What carries commands between reader and card. Cards know no "raw".
enum class Transport : std::uint8_t { T0, T1 };

struct CommandApdu {
    std::uint8_t cla = 0;
    std::uint8_t ins = 0;
    std::uint8_t p1 = 0;
    std::uint8_t p2 = 0;
    Bytes data;                // refers into the command
    std::size_t expected = 0;  // Ne: 0 to 65 536; 0 means that no data is expected
    bool expects_all = false;  // Le was 00 or 0000: "whatever there is", up to `expected`
};

/// T=1: any ISO case, short or extended. Nothing if the lengths inside contradict the command's size.
std::optional<CommandApdu> parse_t1(Bytes command);

/// T=0: header, P3, data; an Le behind the data is accepted but means nothing. No extended length.
std::optional<CommandApdu> parse_t0(Bytes command);

}  // namespace scrm::virtual_reader
