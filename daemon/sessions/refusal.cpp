#include "daemon/sessions/refusal.hpp"

#include "daemon/log/program_name.hpp"
#include "ipc/limits.hpp"

namespace scrm::sessions {
namespace {

constexpr std::size_t named_clients = 4;

const char* name_of(Good good) {
    switch (good) {
        case Good::Context:
            return "contexts";
        case Good::Handle:
            return "handles";
        case Good::Waiting:
            return "waiting";
    }
    return "";
}

std::string names_of(const std::vector<readers::Client>& clients) {
    std::string names = "pid ";
    for (std::size_t i = 0; i < clients.size() && i < named_clients; ++i)
        names += (i > 0 ? ", " : "") + log::program_name(clients[i].pid);
    if (clients.size() > named_clients)
        names += " and " + std::to_string(clients.size() - named_clients) + " more";
    return names;
}

std::string words_for(const OverShare& over) {
    const std::string good = name_of(over.good);
    const std::string calls = over.good == Good::Waiting ? "calls waiting" : good;
    return "user " + std::to_string(over.uid) + " has " + std::to_string(over.share) + " " + calls +
           ", as many as " + good + "_per_user in scrmd.toml allows";
}

std::string words_for(const KeptByOthers& kept) {
    const std::string reader = "'" + kept.reader + "'";
    switch (kept.obstacle.kind) {
        case readers::Obstacle::Kind::Transaction:
            return reader + " is in a transaction of " + names_of(kept.obstacle.clients);
        case readers::Obstacle::Kind::Exclusive:
            return reader + " is used exclusively by " + names_of(kept.obstacle.clients);
        case readers::Obstacle::Kind::Shared:
            return reader + " is used by " + names_of(kept.obstacle.clients);
        case readers::Obstacle::Kind::None:
            break;
    }
    return reader + " was in use";
}

std::string words_for(const Forbidden& forbidden) {
    const char* what = forbidden.use == access::Use::Escape ? "send escape commands to " : "use ";
    return "user " + std::to_string(forbidden.uid) + " may not " + what +
           (forbidden.reader.empty() ? std::string("any reader") : "'" + forbidden.reader + "'") +
           " from here, says " + forbidden.place;
}

}  // namespace

std::string describe(const Refusal& refusal) {
    std::string text = std::visit([](const auto& reason) { return words_for(reason); }, refusal.reason);
    text.resize(std::min(text.size(), ipc::most_refusal_text));
    return text;
}

}  // namespace scrm::sessions
