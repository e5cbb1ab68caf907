#include "drivers/api/bell.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace scrm::drivers {

namespace asio = boost::asio;

Awaitable<void> Bell::wait() {
    return asio::async_initiate<const asio::use_awaitable_t<Executor>&, void()>(
        [this](Resume resume) { waiting_.emplace(std::move(resume), executor_); }, use_awaitable);
}

void Bell::ring() {
    if (auto waiting = std::exchange(waiting_, std::nullopt))
        std::move(waiting->resume)();
}

void Bell::ring_soon() {
    if (auto waiting = std::exchange(waiting_, std::nullopt))
        asio::post(executor_, std::move(waiting->resume));
}

}  // namespace scrm::drivers
