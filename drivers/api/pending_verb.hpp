// A verb of a slot that waits for something outside the process: an answer, or one of the reasons to stop
// waiting.
//
// The first reason stands: an answer that came before the deadline is never thrown away, and a cancelled verb
// stays cancelled. Only the device's leaving goes before all, and it stays.
//
// An answer is the rule and the rest are exceptions, so the answer is what costs least. It resumes the verb
// at once, not by way of the loop's queue, which the loop would look at its descriptors for. And the timer is
// not set and cleared for each verb: once it runs it is left running, for as long as it runs out before the
// deadline of whoever waits; when it does it is set anew, to that deadline.
#pragma once

#include <memory>
#include <optional>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/slot.hpp"

namespace scrm::drivers {

class PendingVerb {
  public:
    /// Held by a verb for as long as it runs. Its end touches nothing of the slot, which may have gone first
    /// when a loop is destroyed with coroutines in it.
    using UnderWay = std::shared_ptr<void>;

    explicit PendingVerb(const Executor& executor) : timer_(executor) {}

    /// Starts a verb: what ended an earlier one is forgotten.
    [[nodiscard]] UnderWay begin();
    /// Suspends until the verb has a reason to end. Success means answered(), or nudge().
    Awaitable<Result<void>> wait(Deadline deadline);
    /// Wakes a verb that waits for its turn, to look again; ends nothing.
    void nudge();
    /// The verb that waits may wait until `deadline` at most.
    void hurry(Deadline deadline);

    /// Resumes the verb before it returns: to be called last, where any other verb may begin meanwhile.
    void answered();
    /// This resumes nobody before the loop's next turn, and nor do the others.
    void fail(DriverError why);

    [[nodiscard]] bool device_gone() const { return gone_; }
    [[nodiscard]] bool under_way() const { return token_.use_count() > 1; }

  private:
    using Resume =
        boost::asio::async_result<boost::asio::use_awaitable_t<Executor>, void(Result<void>)>::handler_type;

    [[nodiscard]] bool has_reason() const { return gone_ || ending_ || nudged_; }
    [[nodiscard]] Result<void> outcome() const;
    void suspend(Resume resume);
    void resume();
    void resume_soon();
    void watch_deadline();
    void time_is_up();

    std::optional<Resume> suspended_;
    Deadline deadline_{};
    std::optional<Result<void>> ending_;
    bool nudged_ = false;
    bool gone_ = false;
    Timer timer_;
    std::optional<Deadline> timer_ends_;
    UnderWay token_ = std::make_shared<char>();
};

}  // namespace scrm::drivers
