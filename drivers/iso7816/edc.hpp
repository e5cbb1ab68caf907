// Error detection codes of T=1 (ISO 7816-3, 11.3.4).
#pragma once

#include <cstdint>

#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

/// The exclusive-or of all bytes.
[[nodiscard]] std::uint8_t lrc(Bytes bytes);

/// The CRC of ISO/IEC 13239; its high half is sent first.
[[nodiscard]] std::uint16_t crc(Bytes bytes);

}  // namespace scrm::iso7816
