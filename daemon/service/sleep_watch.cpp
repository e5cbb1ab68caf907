// A timer by the wall clock may be told of every jump that clock makes (TFD_TIMER_CANCEL_ON_SET in
// timerfd_create(2)), and one of these jumps is the one over a sleep. The timer itself is set for the end of
// time. Other jumps are told apart by time_asleep().
#include "daemon/service/sleep_watch.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <ctime>
#include <limits>

namespace scrm::service {
namespace {

// The two clocks are read one after the other, and a loop may be slow; nobody sleeps less.
constexpr std::chrono::milliseconds shortest_sleep{50};

std::chrono::nanoseconds read_clock(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace

std::chrono::nanoseconds time_asleep() {
    const auto awake = read_clock(CLOCK_MONOTONIC);
    return read_clock(CLOCK_BOOTTIME) - awake;
}

SleepWatch::SleepWatch(const drivers::Executor& loop, std::function<void()> woken)
    : woken_(std::move(woken)) {
    const int clock = ::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (clock < 0)
        return;
    clock_.emplace(loop, clock);
    if (arm())
        wait();
}

bool SleepWatch::arm() {
    itimerspec end_of_time{};
    end_of_time.it_value.tv_sec = std::numeric_limits<std::time_t>::max();
    return ::timerfd_settime(clock_->native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
                             &end_of_time, nullptr) == 0;
}

void SleepWatch::wait() {
    clock_->async_wait(boost::asio::posix::descriptor_base::wait_read,
                       [this](boost::system::error_code cancelled) {
                           if (!cancelled && clock_)
                               look();
                       });
}

void SleepWatch::look() {
    std::uint64_t jumps = 0;
    (void)!::read(clock_->native_handle(), &jumps, sizeof jumps);  // ECANCELED: there is no other news
    if (arm())
        wait();
    const auto before = std::exchange(slept_, time_asleep());
    if (slept_ - before >= shortest_sleep)
        woken_();
}

}  // namespace scrm::service
