// How this room speaks of bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace scrm::iso7816 {

/// Somebody else's bytes; whoever hands them out says how long they live.
using Bytes = std::span<const std::uint8_t>;
/// Bytes of one's own.
using Buffer = std::vector<std::uint8_t>;

}  // namespace scrm::iso7816
