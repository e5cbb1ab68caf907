// How reader and card talk, as SetParameters tells the reader and as the reader tells back (CCID 1.1, 6.1.7).
// Pure.
#pragma once

#include <optional>
#include <vector>

#include "drivers/ccid/wire/bytes.hpp"
#include "drivers/iso7816/atr.hpp"

namespace scrm::ccid {

struct Parameters {
    /// 0 or 1.
    std::uint8_t protocol = 0;
    /// Fi and Di as TA1 codes them.
    std::uint8_t fi_di = 0x11;
    bool inverse_convention = false;
    std::uint8_t guard_time = 0;
    /// T=0: WI. T=1: BWI and CWI, a half each.
    std::uint8_t waiting = 10;
    std::uint8_t clock_stop = 0;
    /// T=1 only.
    bool crc = false;
    std::uint8_t ifsc = 32;
    std::uint8_t nad = 0;
};

/// What the card's answer to reset asks for with this protocol (0 or 1), at this speed.
[[nodiscard]] Parameters parameters_for(const iso7816::Atr& atr, std::uint8_t protocol, std::uint8_t fi_di);

/// 5 bytes for T=0, 7 for T=1.
[[nodiscard]] std::vector<std::uint8_t> encode_parameters(const Parameters& parameters);

/// `protocol` is bProtocolNum of the answer. None if it is neither T=0 nor T=1, or too short.
[[nodiscard]] std::optional<Parameters> decode_parameters(std::uint8_t protocol, Bytes data);

}  // namespace scrm::ccid
