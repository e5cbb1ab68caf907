// When a card that nobody uses is switched off.
#pragma once

#include <chrono>
#include <optional>

#include "drivers/api/awaitable.hpp"

namespace scrm::readers {

struct PowerPolicy {
    /// How long after its last handle closed; nothing means never.
    std::optional<std::chrono::milliseconds> off_after = std::chrono::seconds{5};
};

}  // namespace scrm::readers
