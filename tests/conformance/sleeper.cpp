#include "tests/conformance/sleeper.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

namespace conformance {
namespace {

/// The thread's state and how often it gave up the processor: the same again means that it slept in between.
/// Empty: it has ended.
std::string trace_of(pid_t process, pid_t thread) {
    std::ifstream status("/proc/" + std::to_string(process) + "/task/" + std::to_string(thread) + "/status");
    std::string trace;
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("State:") || line.starts_with("voluntary_ctxt_switches:"))
            trace += line;
    return trace;
}

constexpr std::chrono::milliseconds nap{20};

}  // namespace

void await_sleep(pid_t process, pid_t thread) {
    std::string before = trace_of(process, thread);
    while (!before.empty()) {
        usleep(std::chrono::microseconds(nap).count());
        const std::string now = trace_of(process, thread);
        if (now == before && now.find("S (sleeping)") != std::string::npos)
            return;
        before = now;
    }
}

}  // namespace conformance
