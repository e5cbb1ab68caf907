// Who is at the other end of a connection.
#pragma once

#include <cstdint>
#include <memory>

#include "daemon/access/caller.hpp"

namespace scrm::sessions {

/// As the kernel knew the process when it connected.
struct Peer {
    std::uint32_t pid = 0;
    std::uint32_t uid = 0;
    /// What the rules of access ask about; nothing where there are none.
    std::shared_ptr<const access::Caller> caller = nullptr;

    bool operator==(const Peer& other) const { return pid == other.pid && uid == other.uid; }
};

}  // namespace scrm::sessions
