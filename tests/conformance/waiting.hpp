// A call that waits, in a thread of its own.
#pragma once

#include <winscard.h>

#include <atomic>
#include <functional>
#include <future>

#include "tests/conformance/sleeper.hpp"

namespace conformance {

class Waiting {
  public:
    /// Returns when the call sleeps, or is over.
    explicit Waiting(std::function<LONG()> call);
    ~Waiting();
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    [[nodiscard]] bool over_within(std::chrono::milliseconds time) const;
    [[nodiscard]] bool goes_on() const { return !over_within(a_while); }
    /// The call's code, when it is over.
    LONG code() { return code_.get(); }

  private:
    std::atomic<pid_t> thread_ = 0;
    std::future<LONG> code_;
};

/// Until the call ends: a cancellation may come before the wait has begun, and then it is lost.
void cancel(SCARDCONTEXT context, const Waiting& call);

}  // namespace conformance
