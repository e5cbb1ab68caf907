// What the keys of a quirks file hold. Each throws QuirkFileFault for anything else.
#pragma once

#include <optional>

#include "drivers/ccid/quirks/quirk_file.hpp"
#include "drivers/ccid/quirks/quirks.hpp"

namespace scrm::ccid {

[[nodiscard]] std::string text_of(const QuirkValue& node, const std::string& key);
[[nodiscard]] std::uint32_t number_of(const QuirkValue& node, const std::string& key, std::uint32_t highest);
[[nodiscard]] const std::vector<QuirkValue>& list_of(const QuirkValue& node, const std::string& key);
/// "1F 01"
[[nodiscard]] EscapeBytes bytes_of(const QuirkValue& node, const std::string& key);

/// None if `text` is not so many hexadecimal digits, in capitals.
[[nodiscard]] std::optional<std::uint32_t> hex_number(std::string_view text, std::size_t digits);

}  // namespace scrm::ccid
