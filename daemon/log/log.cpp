#include "daemon/log/log.hpp"

#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

#include "daemon/log/quiet_sink.hpp"

namespace scrm::log {
namespace {

struct State {
    std::uint64_t dropped = 0;
    Level level = Level::Off;
    std::unique_ptr<spdlog::logger> logger;
};

State& state() {
    static State the_state;
    return the_state;
}

spdlog::level::level_enum to_spdlog(Level level) {
    return static_cast<spdlog::level::level_enum>(level);
}
static_assert(static_cast<int>(Level::Trace) == spdlog::level::trace);
static_assert(static_cast<int>(Level::Error) == spdlog::level::err);

spdlog::sink_ptr make_sink(Target target) {
    if (target == Target::Journal)
        if (auto journal = std::make_shared<JournalSink>(state().dropped); journal->connected())
            return journal;
    return std::make_shared<StderrSink>(state().dropped);
}

void put(Level level, std::string_view line) {
    state().logger->log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

// The line that tells of them may itself find no room: then they are told of later, and it is not counted.
void tell_of_dropped() {
    const std::uint64_t lines = std::exchange(state().dropped, 0);
    if (lines == 0)
        return;
    put(Level::Warning, std::to_string(lines) + " lines could not be written");
    if (state().dropped > 0)
        state().dropped = lines;
}

}  // namespace

void open(Target target, Level level) {
    state().logger = std::make_unique<spdlog::logger>("scrmd", make_sink(target));
    state().logger->set_pattern("%H:%M:%S.%e %-7l %v");
    state().logger->set_level(spdlog::level::trace);
    state().level = level;
}

bool enabled(Level level) {
    return state().logger && level >= state().level && level < Level::Off;
}

void write(Level level, std::string_view line) {
    if (!enabled(level))
        return;
    tell_of_dropped();
    put(level, line);
}

}  // namespace scrm::log
