// Which reader is meant.
#pragma once

#include <span>
#include <string>

#include "tools/scrmctl/failure.hpp"

namespace scrm::tools {

struct ReaderCandidate {
    std::string name;
    bool has_card = false;
};

/// The reader that `wish` means: its whole name, its number in the list (from 0), or a part of its name in
/// either case that no other has. An empty wish means the only reader, or else the only one with a card.
[[nodiscard]] Outcome<std::string> choose_reader(std::span<const ReaderCandidate> readers,
                                                 const std::string& wish);

}  // namespace scrm::tools
