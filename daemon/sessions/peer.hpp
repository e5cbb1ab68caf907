// Who is at the other end of a connection.
#pragma once

#include <cstdint>

namespace scrm::sessions {

/// As the kernel knew the process when it connected.
struct Peer {
    std::uint32_t pid = 0;
    std::uint32_t uid = 0;

    bool operator==(const Peer&) const = default;
};

}  // namespace scrm::sessions
