#include "daemon/service/notify_status.hpp"

namespace scrm::service {
namespace {

std::string counted(std::size_t count, const char* thing) {
    return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

std::string without(const std::vector<std::string_view>& names) {
    std::string words;
    for (const std::string_view name : names)
        words.append(words.empty() ? "; without " : ", ").append(name);
    return words;
}

}  // namespace

std::string status_message(const Situation& situation) {
    const bool settled = situation.enumeration == Enumeration::Settled;
    return "STATUS=" + std::string(settled ? "" : "Looking for readers: ") +
           counted(situation.readers, "reader") + ", " + counted(situation.clients, "client") +
           without(situation.missing);
}

}  // namespace scrm::service
