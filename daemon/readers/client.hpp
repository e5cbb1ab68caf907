// The program behind a handle, as far as the core needs to tell of it.
#pragma once

#include <cstdint>

namespace scrm::readers {

struct Client {
    std::uint32_t pid = 0;  // 0: not known

    bool operator==(const Client&) const = default;
};

}  // namespace scrm::readers
