#include "daemon/sessions/client_names.hpp"

#include "daemon/log/program_name.hpp"

namespace scrm::sessions {

std::string client_names(const std::vector<readers::Client>& clients, std::size_t most) {
    std::string names;
    for (std::size_t i = 0; i < clients.size() && i < most; ++i)
        names += (i > 0 ? ", " : "") + log::program_name(clients[i].pid);
    if (clients.size() > most)
        names += " and " + std::to_string(clients.size() - most) + " more";
    return names;
}

}  // namespace scrm::sessions
