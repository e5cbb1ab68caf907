// Tells when the machine has slept, as the kernel knows it: no D-Bus, no logind, no polling (docs/adr/0010).
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <functional>
#include <optional>

#include "drivers/api/awaitable.hpp"

namespace scrm::service {

/// How long the machine has slept since it was started: what the clock that goes on in sleep is ahead of the
/// one that does not.
std::chrono::nanoseconds time_asleep();

class SleepWatch {
  public:
    /// Calls `woken` after each sleep, until stopped. Where the kernel cannot tell, never.
    SleepWatch(const drivers::Executor& loop, std::function<void()> woken);

    void stop() { clock_.reset(); }

  private:
    bool arm();
    void wait();
    void look();

    std::function<void()> woken_;
    std::optional<boost::asio::posix::basic_stream_descriptor<drivers::Executor>> clock_;
    std::chrono::nanoseconds slept_ = time_asleep();
};

}  // namespace scrm::service
