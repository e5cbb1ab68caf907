#include "daemon/sessions/refusal.hpp"

#include "daemon/sessions/client_names.hpp"
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

std::string words_for(const OverShare& over) {
    const std::string good = name_of(over.good);
    const std::string calls = over.good == Good::Waiting ? "calls waiting" : good;
    return "user " + std::to_string(over.uid) + " has " + std::to_string(over.share) + " " + calls +
           ", as many as " + good + "_per_user in scrmd.toml allows";
}

std::string words_for(const KeptByOthers& kept) {
    const std::string reader = "'" + kept.reader + "'";
    const auto clients = [&] { return "pid " + client_names(kept.obstacle.clients, named_clients); };
    switch (kept.obstacle.kind) {
        case readers::Obstacle::Kind::Transaction:
            return reader + " is in a transaction of " + clients();
        case readers::Obstacle::Kind::Exclusive:
            return reader + " is used exclusively by " + clients();
        case readers::Obstacle::Kind::Shared:
            return reader + " is used by " + clients();
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
