#include "drivers/ifd-host/slots/look_limits.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>

namespace scrm::ifd_host {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds until_told_again{1};

}  // namespace

LookLimits::LookLimits() : timer_(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)) {}

// Most looks end without a word to the timer: one that runs out sooner is set anew when it does. A card that
// has moved is looked at meanwhile, and the daemon waits for what is seen.
void LookLimits::begin(std::uint32_t slot, ipc::host::LookCall call, std::chrono::milliseconds within) {
    const Time ends = steady_clock::now() + within;
    const std::scoped_lock lock(mutex_);
    looks_.push_back({{slot, call}, ends});
    if (!runs_out_ || ends < *runs_out_)
        set_timer(ends);
}

void LookLimits::end(std::uint32_t slot) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(looks_, [slot](const Look& look) { return look.what.slot == slot; });
}

std::optional<ipc::host::Overdue> LookLimits::overdue() {
    std::uint64_t times = 0;
    (void)!read(timer_, &times, sizeof times);
    const std::scoped_lock lock(mutex_);
    runs_out_.reset();
    const auto first = std::ranges::min_element(looks_, {}, &Look::ends);
    if (first == looks_.end())
        return std::nullopt;
    const Time now = steady_clock::now();
    if (first->ends > now) {
        set_timer(first->ends);
        return std::nullopt;
    }
    set_timer(now + until_told_again);
    return first->what;
}

// On Linux both clocks are the same.
void LookLimits::set_timer(Time ends) {
    const auto since = ends.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const std::chrono::nanoseconds rest = since - seconds;
    itimerspec when{};
    when.it_value.tv_sec = static_cast<time_t>(seconds.count());
    when.it_value.tv_nsec = static_cast<long>(rest.count());
    if (timerfd_settime(timer_, TFD_TIMER_ABSTIME, &when, nullptr) == 0)
        runs_out_ = ends;
}

}  // namespace scrm::ifd_host
