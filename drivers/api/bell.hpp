// One coroutine waits, another wakes it, again and again.
//
// For news that clients wait for: ring() resumes at once, not by way of the loop's queue, which the loop
// would look at its descriptors for.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <optional>

#include "drivers/api/awaitable.hpp"

namespace scrm::drivers {

class Bell {
  public:
    explicit Bell(const Executor& executor) : executor_(executor) {}

    /// Until the next ring; an earlier one is not remembered. One at a time. The loop keeps running
    /// meanwhile.
    Awaitable<void> wait();

    /// Resumes who waits before it returns: to be called last, where what it resumes may begin anything.
    void ring();
    /// Resumes nobody before the loop's next turn.
    void ring_soon();

  private:
    using Resume = boost::asio::async_result<boost::asio::use_awaitable_t<Executor>, void()>::handler_type;
    struct Waiting {
        Waiting(Resume&& how, const Executor& executor) : resume(std::move(how)), work(executor) {}
        Resume resume;
        boost::asio::executor_work_guard<Executor> work;
    };

    Executor executor_;
    std::optional<Waiting> waiting_;
};

}  // namespace scrm::drivers
