// What a card can do, by its historical bytes, in words.
#pragma once

#include <string>
#include <vector>

#include "drivers/iso7816/historical_bytes.hpp"

namespace scrm::tools {

[[nodiscard]] std::vector<std::string> service_details(const iso7816::CardServiceData& data);
[[nodiscard]] std::vector<std::string> capability_details(const iso7816::CardCapabilities& capabilities);

}  // namespace scrm::tools
