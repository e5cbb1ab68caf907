// Tells from outside whether a thread sleeps for something that does not come by itself.
#pragma once

#include <sys/types.h>

#include <chrono>

namespace conformance {

/// Returns when the thread has slept for a while without a break, or has ended.
void await_sleep(pid_t process, pid_t thread);

/// How long a case watches that nothing happens. Short: it is waited in full.
inline constexpr std::chrono::milliseconds a_while{60};
/// How long a case waits for what should happen and on some pairings does not.
inline constexpr std::chrono::seconds long_enough{2};

}  // namespace conformance
