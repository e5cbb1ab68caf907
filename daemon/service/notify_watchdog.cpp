#include "daemon/service/notify_watchdog.hpp"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>

namespace scrm::service {
namespace {

std::optional<std::int64_t> number_in(const char* variable) {
    const char* text = std::getenv(variable);
    if (!text)
        return std::nullopt;
    const char* const text_end = text + std::strlen(text);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text, text_end, number);
    if (error != std::errc() || end != text_end || number <= 0)
        return std::nullopt;
    return number;
}

}  // namespace

std::optional<std::chrono::microseconds> watchdog_interval() {
    const auto limit = number_in("WATCHDOG_USEC");
    const auto process = number_in("WATCHDOG_PID");
    const bool for_another = std::getenv("WATCHDOG_PID") && process != ::getpid();
    ::unsetenv("WATCHDOG_USEC");
    ::unsetenv("WATCHDOG_PID");
    if (!limit || *limit < 2 || for_another)
        return std::nullopt;
    return std::chrono::microseconds(*limit / 2);
}

Watchdog::Watchdog(const drivers::Executor& loop, const NotifySocket& manager,
                   std::optional<std::chrono::microseconds> interval)
    : timer_(loop), manager_(manager) {
    if (interval && manager.connected())
        tell_in(*interval);
}

void Watchdog::tell_in(std::chrono::microseconds interval) {
    timer_.expires_after(interval);
    timer_.async_wait([this, interval](boost::system::error_code cancelled) {
        if (cancelled)
            return;
        manager_.tell("WATCHDOG=1");
        tell_in(interval);
    });
}

}  // namespace scrm::service
