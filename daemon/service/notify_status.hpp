// The line that `systemctl status` shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::service {

enum class Enumeration : std::uint8_t {
    UnderWay,  // readers that were plugged in before the start may still be missing
    Settled
};

struct Situation {
    Enumeration enumeration = Enumeration::UnderWay;
    std::size_t readers = 0;
    std::size_t clients = 0;
    std::vector<std::string_view> missing = {};  // what it must do without

    bool operator==(const Situation&) const = default;
};

/// "STATUS=2 readers, 1 client; without udevd, polkit"
std::string status_message(const Situation& situation);

}  // namespace scrm::service
