#include "daemon/service/loop_watch.hpp"

#include <time.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

#include "daemon/log/log.hpp"

namespace scrm::service {
namespace {

using std::chrono::nanoseconds;

nanoseconds time_of(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

std::optional<std::chrono::milliseconds> limit() {
    const char* text = std::getenv("SCRM_LOOP_TURN_LIMIT");
    const std::string_view digits = text ? text : "";
    unsigned milliseconds = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), milliseconds);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return std::chrono::milliseconds(milliseconds);
}

auto microseconds(nanoseconds time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

}  // namespace

void run_and_measure(boost::asio::io_context& loop, const std::function<void(const LoopTurn&)>& tell) {
    for (;;) {
        const nanoseconds processor = time_of(CLOCK_THREAD_CPUTIME_ID);
        const nanoseconds start = time_of(CLOCK_MONOTONIC);
        LoopTurn turn;
        if (loop.poll_one() > 0)
            turn.in_all = time_of(CLOCK_MONOTONIC) - start;
        else if (loop.run_one() == 0)
            return;
        turn.processor = time_of(CLOCK_THREAD_CPUTIME_ID) - processor;
        tell(turn);
    }
}

void run_loop(boost::asio::io_context& loop) {
    const auto longest = limit();
    if (!longest) {
        loop.run();
        return;
    }
    run_and_measure(loop, [&](const LoopTurn& turn) {
        if (turn.processor > *longest)
            log::error("a turn of the loop took ", microseconds(turn.processor), " us of processor time");
        else if (turn.in_all > *longest)
            log::debug("a turn of the loop took ", microseconds(*turn.in_all), " us in all, ",
                       microseconds(turn.processor), " us of processor time");
    });
}

}  // namespace scrm::service
