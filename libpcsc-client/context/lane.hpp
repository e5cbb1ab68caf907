// One of the connections that carry a context's calls: one at a time each.
#pragma once

#include "libpcsc-client/connection/connection.hpp"

namespace scrm::client {

struct Lane {
    Connection connection;
    std::uint32_t epoch = 0;    // of the link it belongs to
    std::uint32_t context = 0;  // what the daemon calls it
    bool busy = false;          // a call is using it
    Lane* next = nullptr;       // of the same link
};

}  // namespace scrm::client
