// "Did you mean ...?"
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace scrm::tools {

/// The candidate fewest typing slips away (a letter wrong, missing, too many, or two swapped); none if all of
/// them differ too much from `word` to be meant.
[[nodiscard]] std::optional<std::string> closest(std::string_view word,
                                                 std::span<const std::string> candidates);

}  // namespace scrm::tools
