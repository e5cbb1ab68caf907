// What an IFD handler's RESPONSECODE means to the slot seam; it depends on what the handler was asked.
#pragma once

#include <cstdint>
#include <optional>

#include "drivers/api/driver_error.hpp"

namespace scrm::hosts {

/// Those of ifdhandler.h that mean something here; a handler may return any number.
namespace ifd {
inline constexpr std::int32_t success = 0;
inline constexpr std::int32_t error_tag = 600;
inline constexpr std::int32_t error_not_supported = 606;
inline constexpr std::int32_t protocol_not_supported = 607;
inline constexpr std::int32_t not_supported = 614;
inline constexpr std::int32_t icc_present = 615;
inline constexpr std::int32_t icc_not_present = 616;
inline constexpr std::int32_t no_such_device = 617;
inline constexpr std::int32_t error_insufficient_buffer = 618;
}  // namespace ifd

/// Nothing for success.
std::optional<drivers::DriverError> error_of_power(std::int32_t code);
std::optional<drivers::DriverError> error_of_protocol(std::int32_t code);
std::optional<drivers::DriverError> error_of_exchange(std::int32_t code);
/// Attributes, too.
std::optional<drivers::DriverError> error_of_control(std::int32_t code);

}  // namespace scrm::hosts
