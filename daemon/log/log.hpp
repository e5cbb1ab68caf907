// The daemon's log: one line an event, never a wait. What the sink cannot take is dropped, and how much that
// was is told as soon as it takes lines again.
//
// The logging library stays behind this header; a message is put together from its parts only if its level is
// on.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace scrm::log {

enum class Level : std::uint8_t { Trace, Debug, Info, Warning, Error, Off };

enum class Target : std::uint8_t { Stderr, Journal };

/// Once, before the first line; nothing is written until then.
void open(Target target, Level level);
[[nodiscard]] bool enabled(Level level);
void write(Level level, std::string_view line);

namespace detail {
inline void append(std::string& line, std::string_view part) {
    line += part;
}
void append(std::string& line, std::integral auto number) {
    line += std::to_string(number);
}
}  // namespace detail

/// log::line(Level::Info, "reader ", name, " has ", count, " slots")
template <class... Parts>
void line(Level level, const Parts&... parts) {
    if (!enabled(level))
        return;
    std::string text;
    (detail::append(text, parts), ...);
    write(level, text);
}

template <class... Parts>
void debug(const Parts&... parts) {
    line(Level::Debug, parts...);
}
template <class... Parts>
void info(const Parts&... parts) {
    line(Level::Info, parts...);
}
template <class... Parts>
void warning(const Parts&... parts) {
    line(Level::Warning, parts...);
}
template <class... Parts>
void error(const Parts&... parts) {
    line(Level::Error, parts...);
}

}  // namespace scrm::log
