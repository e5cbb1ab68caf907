// Starts a coroutine that nobody awaits. An exception that leaves it is a bug or the end of memory: it leaves
// the loop's run() too, where main reports it.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <exception>

#include "drivers/api/slot.hpp"

namespace scrm::drivers {

template <class Executor>
void spawn(const Executor& executor, Awaitable<void> coroutine) {
    boost::asio::co_spawn(executor, std::move(coroutine), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
}

}  // namespace scrm::drivers
