#include "drivers/api/spawn.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>

namespace scrm::drivers {

void spawn(const Executor& executor, Awaitable<void> coroutine) {
    boost::asio::co_spawn(executor, std::move(coroutine), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
}

}  // namespace scrm::drivers
