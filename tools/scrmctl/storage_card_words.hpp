// Contactless memory cards, by the names PC/SC part 3 lists.
#pragma once

#include <string>

#include "drivers/iso7816/historical_bytes.hpp"

namespace scrm::tools {

/// "contactless memory card: MIFARE Classic 1K, ISO 14443 A part 3"
[[nodiscard]] std::string storage_card_words(const iso7816::StorageCard& card);

}  // namespace scrm::tools
