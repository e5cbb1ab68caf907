#include "daemon/access/caller.hpp"

#include <algorithm>

namespace scrm::access {

std::vector<std::string> units_of(std::string_view cgroup) {
    std::vector<std::string> units;
    while (!cgroup.empty()) {
        const std::string_view name = cgroup.substr(0, cgroup.find('/'));
        cgroup.remove_prefix(std::min(name.size() + 1, cgroup.size()));
        if (name.empty())
            continue;
        units.emplace_back(name);
        if (!name.ends_with(".slice"))
            break;
    }
    return units;
}

}  // namespace scrm::access
