// Times as the log tells them.
#pragma once

#include <chrono>
#include <string>

namespace scrm::log {

/// "2 s", "1500 ms"
inline std::string in_words(std::chrono::milliseconds time) {
    const auto count = time.count();
    return count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

}  // namespace scrm::log
