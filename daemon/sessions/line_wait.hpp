// While a request may stand in line for a card: it leaves when its client hangs up, or when its patience
// ends.
#pragma once

#include <optional>

#include "daemon/readers/slot.hpp"
#include "daemon/sessions/alarm.hpp"
#include "daemon/sessions/channel.hpp"

namespace scrm::sessions {

class LineWait {
  public:
    /// `patience` in milliseconds, or ipc::endless. Nothing is armed if `handle` need not wait.
    LineWait(const std::shared_ptr<Channel>& channel, const readers::HandlePtr& handle,
             std::uint32_t patience);
    LineWait(const LineWait&) = delete;
    LineWait& operator=(const LineWait&) = delete;
    ~LineWait();

    /// What the client is told of a wait that ended with `code`.
    [[nodiscard]] ipc::ResultCode outcome(ipc::ResultCode code) const;

  private:
    std::shared_ptr<Channel> channel_;  // while something is armed
    std::optional<Alarm> alarm_;
    bool over_ = false;
};

}  // namespace scrm::sessions
