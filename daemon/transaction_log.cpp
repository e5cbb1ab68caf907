#include "daemon/transaction_log.hpp"

#include "daemon/log/log.hpp"
#include "daemon/log/program_name.hpp"

namespace scrm {
namespace {

constexpr std::size_t named_clients = 8;

std::string list_of(const std::vector<readers::Client>& clients) {
    std::string names;
    for (std::size_t i = 0; i < clients.size() && i < named_clients; ++i)
        names += (i > 0 ? ", " : "") + log::program_name(clients[i].pid);
    if (clients.size() > named_clients)
        names += " and " + std::to_string(clients.size() - named_clients) + " more";
    return names;
}

}  // namespace

std::string describe(const readers::LongHold& hold) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(hold.held).count();
    std::string line = "pid " + log::program_name(hold.holder.pid) + " keeps '" + hold.reader +
                       "' in a transaction for " + std::to_string(seconds) + " s";
    if (!hold.waiting.empty())
        line += "; waiting: " + list_of(hold.waiting);
    if (!hold.turned_away.empty())
        line += "; turned away: " + list_of(hold.turned_away);
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
