// Error detection codes of T=1 (ISO 7816-3, 11.3.4).
//
// For the CRC the standard points to ISO/IEC 13239, which leaves two doors open: that one's frames complement
// the result and send its low half first. Those few who use a CRC are not of one mind. What was watched on
// the wire most is 00 C1 01 FE 54 4E: polynomial x^16 + x^12 + x^5 + 1, bits taken from the lowest, FFFF to
// begin with, nothing complemented, high half first. So do we.
#pragma once

#include <cstdint>

#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

/// The exclusive-or of all bytes.
[[nodiscard]] std::uint8_t lrc(Bytes bytes);

/// To be sent high half first.
[[nodiscard]] std::uint16_t crc(Bytes bytes);

}  // namespace scrm::iso7816
