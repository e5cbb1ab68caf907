// Starts a coroutine that nobody awaits. An exception that leaves it is a bug or the end of memory: it leaves
// the loop's run() too, where main reports it.
#pragma once

#include "drivers/api/awaitable.hpp"

namespace scrm::drivers {

void spawn(const Executor& executor, Awaitable<void> coroutine);

}  // namespace scrm::drivers
