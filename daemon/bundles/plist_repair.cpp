#include "daemon/bundles/plist_repair.hpp"

#include <algorithm>

namespace scrm::bundles {

std::string end_arrays(std::string_view text) {
    constexpr std::string_view opening = "<array>";
    constexpr std::string_view closing = "</array>";
    constexpr std::string_view comment = "<!--";
    constexpr std::string_view comment_end = "-->";
    std::string repaired;
    bool in_array = false;
    const auto take = [&](std::size_t size) {
        repaired += text.substr(0, size);
        text.remove_prefix(std::min(size, text.size()));
    };
    while (!text.empty()) {
        if (text.starts_with(comment)) {
            const std::size_t end = text.find(comment_end);
            take(end == std::string_view::npos ? text.size() : end + comment_end.size());
        } else if (text.starts_with(opening) && in_array) {
            repaired += closing;
            text.remove_prefix(opening.size());
            in_array = false;
        } else if (text.starts_with(opening) || text.starts_with(closing)) {
            in_array = text.starts_with(opening);
            take(opening.size());
        } else {
            take(std::min(text.find('<', 1), text.size()));
        }
    }
    return repaired;
}

}  // namespace scrm::bundles
