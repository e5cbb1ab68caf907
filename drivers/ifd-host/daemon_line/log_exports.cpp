// What pcscd offers the handlers it loads, under those names: most have them undefined.
#include <cstdarg>
#include <cstdio>

#include "drivers/ifd-host/daemon_line/log.hpp"
#include "drivers/ifd-host/daemon_line/log_text.hpp"

#define EXPORT extern "C" __attribute__((visibility("default")))

using namespace scrm::ifd_host;
using scrm::ipc::host::LogLevel;
using scrm::ipc::host::LogOrigin;

namespace {

LogLevel level_of(int priority) {
    if (priority < 0 || priority > static_cast<int>(LogLevel::Critical))
        return LogLevel::Critical;
    return static_cast<LogLevel>(priority);
}

std::string format_line(const char* format, va_list arguments) {
    char text[max_line_size + 1] = "";
    (void)std::vsnprintf(text, sizeof text, format, arguments);
    return one_line(text);
}

}  // namespace

EXPORT void log_msg(int priority, const char* format, ...);
EXPORT void log_msg_rv(int priority, long code, const char* format, ...);
EXPORT void log_xxd(int priority, const char* text, const unsigned char* bytes, int size);

void log_msg(int priority, const char* format, ...) {
    if (!is_logged(level_of(priority)))
        return;
    va_list arguments;
    va_start(arguments, format);
    log_line(level_of(priority), LogOrigin::Handler, format_line(format, arguments));
    va_end(arguments);
}

void log_msg_rv(int priority, long code, const char* format, ...) {
    if (!is_logged(level_of(priority)))
        return;
    va_list arguments;
    va_start(arguments, format);
    const std::string text = format_line(format, arguments);
    va_end(arguments);
    char number[24];
    (void)std::snprintf(number, sizeof number, " 0x%08lX", static_cast<unsigned long>(code));
    log_line(level_of(priority), LogOrigin::Handler, text + number);
}

void log_xxd(int priority, const char* text, const unsigned char* bytes, int size) {
    if (!is_logged(level_of(priority)))
        return;
    const auto count = static_cast<std::size_t>(bytes != nullptr && size > 0 ? size : 0);
    log_line(level_of(priority), LogOrigin::Handler, hex_line(text == nullptr ? "" : text, {bytes, count}));
}
