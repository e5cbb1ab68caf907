// While a request may stand in line for a card: it counts among what its user has waiting, and leaves when
// its client hangs up, or when its patience ends.
#pragma once

#include "daemon/readers/slot.hpp"
#include "daemon/sessions/channel.hpp"
#include "daemon/sessions/user_quota.hpp"

namespace scrm::sessions {

/// Whose request it is, and by which clock it waits.
struct LineRules {
    readers::Clock& clock;
    UserQuota& quota;
    std::uint32_t uid;
};

class LineWait {
  public:
    /// `patience` in milliseconds, or ipc::endless. Nothing is armed if `handle` need not wait.
    LineWait(const LineRules& rules, const std::shared_ptr<Channel>& channel,
             const readers::HandlePtr& handle, std::uint32_t patience);
    LineWait(const LineWait&) = delete;
    LineWait& operator=(const LineWait&) = delete;
    ~LineWait();

    /// The user has as many requests waiting as it may.
    [[nodiscard]] bool turned_away() const { return turned_away_; }
    /// `patience`, unless the request is turned away.
    [[nodiscard]] readers::Patience allowed(readers::Patience patience) const;
    /// What the client is told of a wait that ended with `code`.
    [[nodiscard]] ipc::ResultCode outcome(ipc::ResultCode code) const;

  private:
    std::shared_ptr<Channel> channel_;  // while something is armed
    std::optional<UserQuota::Ticket> share_;
    std::unique_ptr<readers::Alarm> alarm_;
    bool over_ = false;
    bool turned_away_ = false;
};

}  // namespace scrm::sessions
