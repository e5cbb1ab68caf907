// Watches one slot's transactions for their limits. Pure: it is told the time, and says what is due.
#pragma once

#include "daemon/readers/transaction_policy.hpp"

namespace scrm::readers {

/// One transaction, from its first begin to its last end.
struct Hold {
    std::uint64_t number = 0;  // of all that this slot has seen; 0 before the first
    TimePoint since;
};

class HoldWatch {
  public:
    enum class Due : std::uint8_t { Nothing, Report, End };

    explicit HoldWatch(const TransactionLimits& limits) : limits_(limits) {}

    /// The holder's command has ended, or is still under way.
    void used(const Hold& hold, TimePoint now);
    /// Somebody has got in line.
    void wanted(const Hold& hold, TimePoint now);
    void turned_away(const Hold& hold, Client client, TimePoint now);
    /// Whoever was in line has left it.
    void line_is_empty(const Hold& hold);

    /// The next time something may be due; nothing as long as nobody minds.
    [[nodiscard]] std::optional<TimePoint> next(const Hold& hold) const;
    /// Each comes once a transaction.
    Due due(const Hold& hold, TimePoint now);

    [[nodiscard]] const std::vector<Client>& turned_away() const { return turned_away_; }

  private:
    void follow(const Hold& hold);
    [[nodiscard]] std::optional<TimePoint> report_time() const;
    [[nodiscard]] std::optional<TimePoint> end_time(const Hold& hold) const;

    TransactionLimits limits_;
    std::uint64_t number_ = 0;
    std::optional<TimePoint> wanted_since_;
    std::optional<TimePoint> last_use_;
    std::vector<Client> turned_away_;
    bool reported_ = false;
    bool ended_ = false;
};

}  // namespace scrm::readers
