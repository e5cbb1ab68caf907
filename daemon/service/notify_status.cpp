#include "daemon/service/notify_status.hpp"

namespace scrm::service {
namespace {

std::string counted(std::size_t count, const char* thing) {
    return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace

std::string status_message(const Situation& situation) {
    const bool settled = situation.enumeration == Enumeration::Settled;
    return "STATUS=" + std::string(settled ? "" : "Looking for readers: ") +
           counted(situation.readers, "reader") + ", " + counted(situation.clients, "client") +
           (situation.missing.empty() ? "" : "; without " + situation.missing);
}

}  // namespace scrm::service
