// How long one client may keep others from a card, and who is told.
//
// A transaction that nobody minds has no limits: they count from its begin, but are looked at only once
// somebody else wants the card, in line or turned away.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/readers/client.hpp"
#include "daemon/readers/clock.hpp"

namespace scrm::readers {

/// A transaction that others have wanted to see the end of.
struct LongHold {
    std::string reader;
    Client holder;
    Milliseconds held{};
    std::vector<Client> waiting;      // in line
    std::vector<Client> turned_away;  // since it began
};

/// Nothing means no limit.
struct TransactionLimits {
    using Limit = std::optional<Milliseconds>;

    /// How long a transaction may last. Then the card is reset and the transaction over.
    Limit hold = {};
    /// How long its holder may leave the card alone meanwhile. Likewise.
    Limit idle = {};
    /// How long a Connect waits for the end of somebody's transaction.
    Limit connect = {};
    /// How long somebody must have wanted the card until `report` is told, once a transaction.
    Limit report_after = std::chrono::seconds{10};
};

struct TransactionPolicy {
    TransactionLimits limits;
    std::function<void(const LongHold&)> report = [](const LongHold&) {};
    /// Told before a transaction is ended for having reached a limit.
    std::function<void(const LongHold&)> report_end = [](const LongHold&) {};
};

}  // namespace scrm::readers
