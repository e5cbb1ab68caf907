// Points in time, to the millisecond.
#pragma once

#include <chrono>
#include <string>

namespace scrm::tools {

/// Local time of day, for people: "14:03:07.250".
[[nodiscard]] std::string clock_time(std::chrono::system_clock::time_point time);
/// ISO 8601 in UTC, for programs: "2024-05-01T12:03:07.250Z".
[[nodiscard]] std::string utc_time(std::chrono::system_clock::time_point time);

}  // namespace scrm::tools
