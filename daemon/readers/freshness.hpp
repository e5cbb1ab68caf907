// Whether the board shows what there is. Readers that nobody asked about may not have been looked at for a
// while; when somebody comes they are, and questions about them wait for that.
#pragma once

#include "daemon/readers/clock.hpp"
#include "drivers/api/doubt.hpp"
#include "drivers/api/wake_up.hpp"

namespace scrm::readers {

class Freshness {
  public:
    Freshness(const drivers::Executor& loop, Clock& clock) : loop_(loop), clock_(clock) {}
    Freshness(const Freshness&) = delete;
    Freshness& operator=(const Freshness&) = delete;
    ~Freshness() = default;

    /// There is doubt from now on, for a second at most, as readers may take longer.
    [[nodiscard]] drivers::Doubt doubt();
    /// The doubt that there is, for one more to keep; or nothing.
    [[nodiscard]] drivers::Doubt share() const { return doubt_.lock(); }

    [[nodiscard]] bool doubted() const { return !doubt_.expired(); }
    drivers::Awaitable<void> await_end();

  private:
    struct Shared;

    drivers::Executor loop_;
    Clock& clock_;
    std::weak_ptr<Shared> doubt_;
};

}  // namespace scrm::readers
