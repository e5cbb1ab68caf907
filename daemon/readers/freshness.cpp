#include "daemon/readers/freshness.hpp"

#include <utility>
#include <vector>

namespace scrm::readers {
namespace {

constexpr Milliseconds longest{1000};

}  // namespace

// A waiter's coroutine may be destroyed first, where a loop ends with it inside.
struct Freshness::Shared {
    explicit Shared(std::unique_ptr<Alarm> alarm) : limit(std::move(alarm)) {}
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared() { wake_all(); }

    void wake_all() {
        for (const auto& waiter : std::exchange(waiters, {}))
            if (const auto wake = waiter.lock())
                wake->fire();
    }

    std::unique_ptr<Alarm> limit;
    std::vector<std::weak_ptr<drivers::WakeUp>> waiters;
};

drivers::Doubt Freshness::doubt() {
    if (drivers::Doubt present = share())
        return present;
    const auto doubt = std::make_shared<Shared>(clock_.make_alarm());
    doubt_ = doubt;
    doubt->limit->set(clock_.now() + longest, [this] {
        if (const auto overdue = std::exchange(doubt_, {}).lock())
            overdue->wake_all();
    });
    return doubt;
}

drivers::Awaitable<void> Freshness::await_end() {
    while (doubted()) {
        const auto wake = std::make_shared<drivers::WakeUp>(loop_);
        doubt_.lock()->waiters.push_back(wake);
        co_await wake->wait();
    }
}

}  // namespace scrm::readers
