// One SCardGetStatusChange, from its first look to its answer.
#pragma once

#include <atomic>

#include "libpcsc-client/connection/connection.hpp"
#include "libpcsc-client/context/reader_list_counter.hpp"
#include "libpcsc-client/context/status_change.hpp"

namespace scrm::client {

/// Whether SCardCancel was called since this was made.
class Cancellation {
  public:
    explicit Cancellation(const std::atomic<std::uint32_t>& cancels)
        : cancels_(cancels), at_entry_(cancels) {}
    [[nodiscard]] bool happened() const { return cancels_ != at_entry_; }
    [[nodiscard]] std::uint32_t count_at_entry() const { return at_entry_; }

  private:
    const std::atomic<std::uint32_t>& cancels_;
    std::uint32_t at_entry_;
};

class StatusWait {
  public:
    StatusWait(ReaderListCounter& list, const Cancellation& cancellation, std::span<SCARD_READERSTATE> asked)
        : list_(list), cancellation_(cancellation), asked_(asked) {}

    /// Waits until there is news for `asked`, which is filled in. SCARD_E_TIMEOUT, SCARD_E_CANCELLED,
    /// SCARD_E_UNKNOWN_READER. After SCARD_E_NO_SERVICE it may go on with another connection.
    ResultCode run(Connection& connection, const Deadline& deadline);

  private:
    ResultCode look_until_news(const Deadline& deadline);
    ResultCode look();
    ResultCode judge();
    News report_news(Look look);
    ResultCode sleep(const Deadline& deadline);
    ResultCode sleep_until_event(const Deadline& deadline);
    ResultCode sleep_in_daemon(const Deadline& deadline);

    Connection* connection_ = nullptr;
    ReaderListCounter& list_;
    const Cancellation cancellation_;
    std::span<SCARD_READERSTATE> asked_;
    std::uint32_t list_changes_ = 0;
    std::optional<std::uint32_t> list_changes_at_entry_;
};

}  // namespace scrm::client
