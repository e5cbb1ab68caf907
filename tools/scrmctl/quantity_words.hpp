// Numbers with their units, for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scrm::tools {

/// "1 byte", "2 bytes": an s makes the plural.
[[nodiscard]] std::string count_words(std::uint64_t count, std::string_view thing);

/// The quotient rounded down to one decimal, which is left out when it is 0: "93", "46.5". `divisor` is not
/// 0.
[[nodiscard]] std::string quotient_words(std::uint64_t dividend, std::uint64_t divisor);

/// "12 ms" below a second, "1.4 s" from there.
[[nodiscard]] std::string duration_words(std::uint64_t microseconds);

}  // namespace scrm::tools
