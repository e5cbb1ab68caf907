// Status words (SW1 SW2) in words, by ISO 7816-4.
#pragma once

#include <cstdint>
#include <string>

namespace scrm::tools {

/// 9000, or 61xx: done, with data to fetch. Everything else is a warning or an error.
[[nodiscard]] bool is_success(std::uint16_t status_word);

/// "file or application not found"; never empty.
[[nodiscard]] std::string status_meaning(std::uint16_t status_word);

}  // namespace scrm::tools
