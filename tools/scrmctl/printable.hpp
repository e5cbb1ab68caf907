// Text from outside made safe to show: a reader's name is whatever its maker put into the device, and must
// neither move the cursor nor break a JSON document.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace scrm::tools {

/// How many bytes the UTF-8 character at the front takes; 0 if there is no valid one (or no text).
[[nodiscard]] std::size_t utf8_character_size(std::string_view text);

/// The text with every control character and every byte that is not UTF-8 as "?".
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace scrm::tools
