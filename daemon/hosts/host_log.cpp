#include "daemon/hosts/host_log.hpp"

namespace scrm::hosts {
namespace {

using namespace std::chrono_literals;
using ipc::host::LogLevel;
using ipc::host::LogOrigin;

constexpr unsigned lines_a_period = 100;
constexpr auto period = 10s;

log::Level level_of(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return log::Level::Debug;
        case LogLevel::Info:
            return log::Level::Info;
        case LogLevel::Error:
            return log::Level::Warning;
        case LogLevel::Critical:
            return log::Level::Error;
    }
    return log::Level::Info;
}

// Whatever could move the cursor of who reads the log is not passed on.
std::string printable(std::string_view text) {
    std::string line(text);
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = ' ';
    return line;
}

}  // namespace

HostLog::HostLog(const std::string& library, std::string reader)
    : library_(library.substr(library.rfind('/') + 1)),
      reader_(std::move(reader)),
      limit_(lines_a_period, period) {}

void HostLog::note(log::Level level, std::string_view what) {
    log::line(level, "driver ", library_, " of '", reader_, "' ", what);
}

void HostLog::take(const ipc::host::LogLine& line) {
    const log::Level level = level_of(line.level);
    if (!log::enabled(level))
        return;
    const auto verdict = limit_.admit(std::chrono::steady_clock::now());
    if (verdict.left_out != 0)
        note(log::Level::Warning, "said " + std::to_string(verdict.left_out) + " lines more, left out here");
    if (!verdict.write)
        return;
    const char* const verb = line.origin == LogOrigin::Output ? "printed: " : "says: ";
    note(level, verb + printable(line.text));
}

ipc::host::LogLevel HostLog::wanted() {
    if (log::enabled(log::Level::Debug))
        return LogLevel::Debug;
    if (log::enabled(log::Level::Info))
        return LogLevel::Info;
    return log::enabled(log::Level::Warning) ? LogLevel::Error : LogLevel::Critical;
}

}  // namespace scrm::hosts
