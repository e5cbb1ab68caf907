#include "daemon/readers/power_policy.hpp"

#include <algorithm>

namespace scrm::readers {

std::optional<std::chrono::milliseconds> PowerPolicy::off_after_in(std::string_view reader,
                                                                   std::span<const std::uint8_t> atr) const {
    const auto names_reader = [&](const std::string& name) { return reader.starts_with(name); };
    const auto names_card = [&](const iso7816::AtrPattern& pattern) { return pattern.fits(atr); };
    if (std::ranges::any_of(never_readers, names_reader) || std::ranges::any_of(never_cards, names_card))
        return std::nullopt;
    return off_after;
}

}  // namespace scrm::readers
