// What a T=0 card expects next: it cannot send an answer of its own accord, so it says how long it is (61xx),
// or that it was asked for the wrong length (6Cxx), and waits to be asked again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace scrm::tools {

/// The command that fetches what `status_word` announces in answer to `command`; none if it announces
/// nothing, or if the command's length is not one that can be corrected (extended, or too short).
[[nodiscard]] std::optional<std::vector<std::uint8_t>> follow_up(std::span<const std::uint8_t> command,
                                                                 std::uint16_t status_word);

}  // namespace scrm::tools
