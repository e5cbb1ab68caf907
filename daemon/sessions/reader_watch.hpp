// One WatchReaders that waits: for a change of the readers it names, for its end in time, for a cancel, or
// for its client to hang up, whatever comes first.
#pragma once

#include <optional>

#include "daemon/readers/clock.hpp"
#include "daemon/readers/event_board.hpp"
#include "daemon/sessions/context.hpp"
#include "drivers/api/wake_up.hpp"
#include "ipc/messages.hpp"

namespace scrm::sessions {

class ReaderWatch final : public readers::BoardWaiter, public Wait {
  public:
    ReaderWatch(const drivers::Executor& loop, const ipc::WatchReaders& request);
    ReaderWatch(const ReaderWatch&) = delete;
    ReaderWatch& operator=(const ReaderWatch&) = delete;
    ~ReaderWatch() = default;

    /// Success: there is news. `patience` in milliseconds, or ipc::endless.
    drivers::Awaitable<ipc::ResultCode> wait(readers::Clock& clock, std::uint32_t patience);
    void end(ipc::ResultCode why);
    void cancel() override { end(ipc::ResultCode::Cancelled); }

  private:
    void board_changed() override { end(ipc::ResultCode::Success); }
    [[nodiscard]] bool cares_for(readers::Position place) const override;

    drivers::WakeUp wake_;
    std::unique_ptr<readers::Alarm> alarm_;
    std::vector<std::uint32_t> places_;
    ipc::WatchScope scope_;
    std::optional<ipc::ResultCode> why_;
};

}  // namespace scrm::sessions
