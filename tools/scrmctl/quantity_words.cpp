#include "tools/scrmctl/quantity_words.hpp"

namespace scrm::tools {

std::string count_words(std::uint64_t count, std::string_view thing) {
    return std::to_string(count) + " " + std::string(thing) + (count == 1 ? "" : "s");
}

std::string quotient_words(std::uint64_t dividend, std::uint64_t divisor) {
    const std::uint64_t tenths = dividend * 10 / divisor;
    const std::string whole = std::to_string(tenths / 10);
    return tenths % 10 == 0 ? whole : whole + "." + std::to_string(tenths % 10);
}

std::string duration_words(std::uint64_t microseconds) {
    constexpr std::uint64_t second = 1'000'000;
    return microseconds < second ? quotient_words(microseconds, 1000) + " ms"
                                 : quotient_words(microseconds, second) + " s";
}

}  // namespace scrm::tools
