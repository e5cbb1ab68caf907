// How long a driver may take. Drivers end sooner when they know better; these are the last resort.
#pragma once

#include <chrono>

#include "drivers/api/slot.hpp"

namespace scrm::readers {

inline constexpr std::chrono::seconds power_budget{60};
inline constexpr std::chrono::seconds control_budget{60};
inline constexpr std::chrono::minutes exchange_budget{10};  // on-card key generation takes minutes

template <class Duration>
drivers::Deadline deadline_in(Duration budget) {
    return std::chrono::steady_clock::now() + budget;
}

}  // namespace scrm::readers
