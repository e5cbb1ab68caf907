// One line of a decoded answer to reset.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace scrm::tools {

struct AtrLine {
    /// "TS", "TA1", "TCK"; empty for a part of the historical bytes.
    std::string name;
    std::vector<std::uint8_t> bytes;
    std::string meaning;
    /// What the bytes say one by one, where that is more than one thing.
    std::vector<std::string> details;
};

}  // namespace scrm::tools
