// What keeps a handle from what it wants.
#pragma once

#include <vector>

#include "daemon/readers/client.hpp"

namespace scrm::readers {

struct Obstacle {
    /// Transaction: another handle holds one. Exclusive, Shared: other handles are open. None: it is out of
    /// the way already.
    enum class Kind : std::uint8_t { None, Transaction, Exclusive, Shared };

    Kind kind = Kind::None;
    std::vector<Client> clients;  // whose it is
};

}  // namespace scrm::readers
