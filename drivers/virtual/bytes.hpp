// Views of bytes that somebody else owns.
#pragma once

#include <cstdint>
#include <span>

namespace scrm::virtual_reader {

using Bytes = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;

}  // namespace scrm::virtual_reader
