// One WatchReaders that waits: for a change of the readers it names, for its end in time, or for a cancel.
// What a change does is for its kinds to say: SingleWatch, StandingWatch.
//
// No coroutine waits with it. Its client is told from within the change itself, so that of a thousand who
// wait the last is told before anything else is done for the first.
#pragma once

#include <functional>
#include <optional>

#include "daemon/readers/clock.hpp"
#include "daemon/readers/event_board.hpp"
#include "daemon/sessions/context.hpp"
#include "ipc/messages.hpp"

namespace scrm::sessions {

class ReaderWatch : public readers::BoardWaiter, public Wait {
  public:
    /// How it ended. Called once, as the last; may destroy the watch.
    using Outcome = std::function<void(ipc::ResultCode)>;

    ReaderWatch(std::uint32_t process, const ipc::WatchReaders& request, UserQuota::Ticket share,
                Outcome outcome);
    ReaderWatch(const ReaderWatch&) = delete;
    ReaderWatch& operator=(const ReaderWatch&) = delete;

    /// Ends with Timeout after `patience`, in milliseconds; ipc::endless: never.
    void limit(readers::Clock& clock, std::uint32_t patience);
    void cancel() override { end(ipc::ResultCode::Cancelled); }

    [[nodiscard]] ipc::WatchScope scope() const { return scope_; }
    /// The generation of the board that its client knows.
    [[nodiscard]] std::uint32_t known() const { return known_; }

  protected:
    ~ReaderWatch() = default;
    void end(ipc::ResultCode why);

  private:
    [[nodiscard]] bool cares_for(readers::Position place) const override;

    std::vector<std::uint32_t> places_;
    ipc::WatchScope scope_;
    std::uint32_t known_;
    UserQuota::Ticket share_;
    Outcome outcome_;
    std::unique_ptr<readers::Alarm> alarm_;
};

}  // namespace scrm::sessions
