// What each key of a quirks row changes.
#pragma once

#include <functional>
#include <optional>

#include "drivers/ccid/quirks/quirk_file.hpp"
#include "drivers/ccid/quirks/quirks.hpp"

namespace scrm::ccid {

using QuirkEffect = std::function<void(Quirks&)>;

/// None for a key that is no effect. Throws QuirkFileFault for a value that does not fit.
[[nodiscard]] std::optional<QuirkEffect> make_quirk_effect(const std::string& key, const QuirkValue& value);

}  // namespace scrm::ccid
