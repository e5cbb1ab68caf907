// One SCardGetStatusChange, from its first look to its answer.
#pragma once

#include <atomic>

#include "libpcsc-client/connection.hpp"
#include "libpcsc-client/reader_list_counter.hpp"
#include "libpcsc-client/status_change.hpp"

namespace scrm::client {

/// Whether SCardCancel was called since this was made.
class Cancellation {
  public:
    explicit Cancellation(const std::atomic<std::uint32_t>& cancels)
        : cancels_(cancels), at_entry_(cancels) {}
    [[nodiscard]] bool happened() const { return cancels_ != at_entry_; }

  private:
    const std::atomic<std::uint32_t>& cancels_;
    std::uint32_t at_entry_;
};

class StatusWait {
  public:
    StatusWait(Connection& connection, ReaderListCounter& list, const Cancellation& cancellation,
               std::span<SCARD_READERSTATE> asked)
        : connection_(connection), list_(list), cancellation_(cancellation), asked_(asked) {}

    /// Waits until there is news for `asked`, which is filled in. SCARD_E_TIMEOUT, SCARD_E_CANCELLED,
    /// SCARD_E_UNKNOWN_READER.
    ResultCode run(const Deadline& deadline);

  private:
    ResultCode look();
    ResultCode look_and_report();
    News report_news();
    ResultCode sleep(const Deadline& deadline);

    Connection& connection_;
    ReaderListCounter& list_;
    const Cancellation& cancellation_;
    std::span<SCARD_READERSTATE> asked_;
    std::uint32_t list_changes_ = 0;
    std::optional<std::uint32_t> list_changes_at_entry_;
};

}  // namespace scrm::client
