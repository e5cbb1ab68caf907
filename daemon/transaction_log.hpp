// Tells in the log who keeps whom from a card.
#pragma once

#include "daemon/config/settings.hpp"
#include "daemon/readers/transaction_policy.hpp"

namespace scrm {

/// The limits of the settings, with reports that go to the log.
readers::TransactionPolicy logged_transactions(const config::Settings& settings);

/// "pid 12 (gpg) keeps 'Desk 00 00' in a transaction for 10 s; waiting: 13 (opensc-tool); turned away: 14
/// (ssh)"
std::string describe(const readers::LongHold& hold);

}  // namespace scrm
