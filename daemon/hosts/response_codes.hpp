// What an IFD handler's RESPONSECODE means to the slot seam; it depends on what the handler was asked.
#pragma once

#include <cstdint>
#include <optional>

#include "drivers/api/driver_error.hpp"

namespace scrm::hosts {

/// Nothing for success.
std::optional<drivers::DriverError> error_of_power(std::int32_t code);
std::optional<drivers::DriverError> error_of_protocol(std::int32_t code);
std::optional<drivers::DriverError> error_of_exchange(std::int32_t code);
/// Attributes, too.
std::optional<drivers::DriverError> error_of_control(std::int32_t code);

}  // namespace scrm::hosts
