#include "tools/scrmctl/timestamp.hpp"

#include <time.h>

#include <array>

namespace scrm::tools {
namespace {

using Time = std::chrono::system_clock::time_point;

std::string formatted(const tm& parts, const char* format) {
    std::array<char, 64> text{};
    return {text.data(), strftime(text.data(), text.size(), format, &parts)};
}

/// ".250"
std::string milliseconds(Time time) {
    const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch();
    const auto count = (since_epoch - std::chrono::floor<std::chrono::seconds>(since_epoch)).count();
    return "." + std::to_string(1000 + count).substr(1);
}

time_t whole_seconds(Time time) {
    return std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

std::string clock_time(Time time) {
    const time_t seconds = whole_seconds(time);
    tm parts{};
    localtime_r(&seconds, &parts);
    return formatted(parts, "%H:%M:%S") + milliseconds(time);
}

std::string utc_time(Time time) {
    const time_t seconds = whole_seconds(time);
    tm parts{};
    gmtime_r(&seconds, &parts);
    return formatted(parts, "%Y-%m-%dT%H:%M:%S") + milliseconds(time) + "Z";
}

}  // namespace scrm::tools
