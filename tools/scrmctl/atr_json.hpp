// An answer to reset as a JSON object.
#pragma once

#include <cstdint>
#include <span>

#include "drivers/iso7816/atr.hpp"
#include "tools/scrmctl/json.hpp"

namespace scrm::tools {

/// `bytes` is what `atr` was parsed from. The members are listed in scrmctl(1).
[[nodiscard]] Json::Object atr_json(std::span<const std::uint8_t> bytes, const iso7816::Atr& atr);

}  // namespace scrm::tools
