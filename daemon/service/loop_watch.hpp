// Whether each turn of the loop is as short as it must be: nobody is served while one lasts.
//
// What counts is the processor time of a turn, which a busy machine does not lengthen. A turn that waits
// instead of working - for a disk, another process - shows in the time it took in all, which is known only of
// turns that found their work waiting; that much is for reading, not for judging.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <optional>

namespace scrm::service {

struct LoopTurn {
    std::chrono::nanoseconds processor{};
    std::optional<std::chrono::nanoseconds> in_all;
};

/// Runs the loop until it has no more work, and tells of each turn.
void run_and_measure(boost::asio::io_context& loop, const std::function<void(const LoopTurn&)>& tell);

/// Runs the loop until it has no more work. If the environment variable SCRM_LOOP_TURN_LIMIT names a number
/// of milliseconds, every longer turn is logged: by processor time as an error, in all as debugging aid.
void run_loop(boost::asio::io_context& loop);

}  // namespace scrm::service
