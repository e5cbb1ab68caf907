// From how long a driver may take to when it must be done.
#pragma once

#include <chrono>

#include "drivers/api/slot.hpp"

namespace scrm::readers {

template <class Duration>
drivers::Deadline deadline_in(Duration budget) {
    return std::chrono::steady_clock::now() + budget;
}

}  // namespace scrm::readers
