// How long a turn at the processor this process asks for, and so how urgent the scheduler takes each to be
// (docs/adr/0014).
#pragma once

namespace scrm::service {

/// Twice as long as it was at the start. Best effort: Linux has it since 6.12.
void double_time_slice();

}  // namespace scrm::service
