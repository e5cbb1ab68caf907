// Commands may hold a PIN.
#pragma once

#include <algorithm>

#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

/// Empties the buffer and leaves nothing of it in memory; what it has allocated stays for the next use.
inline void wipe(Buffer& buffer) {
    std::fill(buffer.begin(), buffer.end(), std::uint8_t{0});
    buffer.clear();
}

}  // namespace scrm::iso7816
