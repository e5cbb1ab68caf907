// One coroutine waits, another wakes it, once.
//
// A channel that never carries anything says so with least: it arms no timer, asks for no memory of its own,
// keeps the loop running while somebody waits, and lets a loop that ends with coroutines in it destroy them.
#pragma once

#include <boost/asio/experimental/channel.hpp>
#include <list>

#include "drivers/api/awaitable.hpp"

namespace scrm::drivers {

class WakeUp {
  public:
    explicit WakeUp(const Executor& executor) : channel_(executor) {}
    WakeUp(const WakeUp&) = delete;
    WakeUp& operator=(const WakeUp&) = delete;
    ~WakeUp() = default;

    /// May come before wait(), which then returns at once. Resumes nobody before the loop's next turn.
    void fire();

    Awaitable<void> wait();

  private:
    using Signature = void(boost::system::error_code);
    // A channel's usual buffer, a deque, allocates even when it is empty. The names inside are Asio's.
    // NOLINTBEGIN(readability-identifier-naming)
    struct Unbuffered : boost::asio::experimental::channel_traits<Signature> {
        template <class... Signatures>
        struct rebind {
            using other = Unbuffered;
        };
        template <class Element>
        struct container {
            using type = std::list<Element>;
        };
    };
    // NOLINTEND(readability-identifier-naming)

    boost::asio::experimental::basic_channel<Executor, Unbuffered, Signature> channel_;
    bool fired_ = false;
};

}  // namespace scrm::drivers
