// A quirks file as plain values: TOML stays behind it.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace scrm::ccid {

struct QuirkValue {
    std::size_t line = 0;
    std::variant<bool, std::int64_t, std::string, std::vector<QuirkValue>> value;
};

/// One [[reader]]: its keys as they stand there.
struct RawQuirkRow {
    std::size_t line = 0;
    std::vector<std::pair<std::string, QuirkValue>> keys;
};

/// Where a file is wrong, and why. Does not leave QuirkTable.
class QuirkFileFault : public std::runtime_error {
  public:
    QuirkFileFault(std::size_t line, const std::string& what)
        : std::runtime_error(std::to_string(line) + ": " + what) {}
};

/// Throws QuirkFileFault.
[[nodiscard]] std::vector<RawQuirkRow> parse_quirk_file(std::string_view text);

}  // namespace scrm::ccid
