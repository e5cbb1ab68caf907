// Who the clients are that are told of: in the log, and to those whom they keep from a card.
#pragma once

#include <string>
#include <vector>

#include "daemon/readers/client.hpp"

namespace scrm::sessions {

/// "12 (gpg), 13 (ssh) and 2 more": the first `most` by process and program.
std::string client_names(const std::vector<readers::Client>& clients, std::size_t most);

}  // namespace scrm::sessions
