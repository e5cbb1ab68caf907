#include "drivers/ifd-host/daemon_line/log.hpp"

#include <pthread.h>
#include <unistd.h>

#include <atomic>

#include "drivers/ifd-host/daemon_line/line_budget.hpp"

namespace scrm::ifd_host {
namespace {

using ipc::host::LogLevel;
using ipc::host::LogLine;
using ipc::host::LogOrigin;

// Nothing here has a destructor: a handler may call exit() while others log.
std::atomic<const Connection*> daemon{nullptr};  // NOLINT: there is one log
std::atomic<LogLevel> log_from{LogLevel::Info};  // NOLINT
std::mutex mutex;                                // NOLINT: of the budget
LineBudget budget;                               // NOLINT

// A child that a handler forks is no host: it must not speak as one, nor keep the daemon from seeing that the
// host has ended.
void become_nobody() {
    if (const Connection* const was = daemon.exchange(nullptr))
        close(was->socket());
}

bool send_line(const Connection& connection, LogLevel level, LogOrigin origin, std::string_view text) {
    return connection.send_if_room(LogLine{level, origin, text});
}

// Tells of what was left out as soon as there is room again.
void tell_left_out(const Connection& connection) {
    const std::uint64_t count = budget.take_left_out();
    if (count == 0)
        return;
    const std::string text = std::to_string(count) + " log lines of the handler were left out";
    if (!send_line(connection, LogLevel::Error, LogOrigin::Host, text))
        budget.leave_out(count);
}

}  // namespace

void start_logging(const Connection& connection) {
    daemon = &connection;
    (void)pthread_atfork(nullptr, nullptr, become_nobody);
}

void set_log_level(LogLevel from) {
    log_from = from;
}

bool is_logged(LogLevel level) {
    return level >= log_from && daemon != nullptr;
}

void log_line(LogLevel level, LogOrigin origin, const std::string& text) {
    const Connection* const connection = daemon;
    if (connection == nullptr || level < log_from)
        return;
    const std::scoped_lock lock(mutex);
    if (!budget.take(LineBudget::Time::clock::now()))
        return;
    tell_left_out(*connection);
    if (!send_line(*connection, level, origin, text))
        budget.leave_out(1);
}

}  // namespace scrm::ifd_host
