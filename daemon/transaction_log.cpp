#include "daemon/transaction_log.hpp"

#include "daemon/log/log.hpp"
#include "daemon/log/program_name.hpp"
#include "daemon/sessions/client_names.hpp"

namespace scrm {
namespace {

constexpr std::size_t named_clients = 8;

}  // namespace

std::string describe(const readers::LongHold& hold) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(hold.held).count();
    std::string line = "pid " + log::program_name(hold.holder.pid) + " keeps '" + hold.reader +
                       "' in a transaction for " + std::to_string(seconds) + " s";
    if (!hold.waiting.empty())
        line += "; waiting: " + sessions::client_names(hold.waiting, named_clients);
    if (!hold.turned_away.empty())
        line += "; turned away: " + sessions::client_names(hold.turned_away, named_clients);
    return line;
}

readers::TransactionPolicy logged_transactions(const config::Settings& settings) {
    return {{.hold = settings.transaction_longest,
             .idle = settings.transaction_longest_pause,
             .connect = settings.transaction_connect_wait,
             .report_after = settings.transaction_report_after},
            [](const readers::LongHold& hold) { log::warning(describe(hold)); },
            [](const readers::LongHold& hold) {
                log::warning(describe(hold), "; the limit is reached: the card is reset");
            }};
}

}  // namespace scrm
