// What a driver's failure is called by clients; it depends on what they asked for.
#pragma once

#include "drivers/api/driver_error.hpp"
#include "ipc/result_code.hpp"

namespace scrm::readers {

/// Powering, resetting or agreeing on a protocol failed.
ipc::ResultCode code_for_power(drivers::DriverError error);
/// A command to the card failed.
ipc::ResultCode code_for_exchange(drivers::DriverError error);
/// A command to the reader, or a question for an attribute, failed.
ipc::ResultCode code_for_control(drivers::DriverError error);

}  // namespace scrm::readers
