#include "daemon/hosts/restart_policy.hpp"

#include <algorithm>

namespace scrm::hosts {

RestartPolicy::Verdict RestartPolicy::failed(TimePoint now) {
    while (!failures_.empty() && now - failures_.front() >= limits_.period)
        failures_.pop_front();
    failures_.push_back(now);
    responding_ = responding_ && failures_.size() < limits_.failures;
    if (!responding_) {
        failures_.clear();
        return {.pause = limits_.retry_every, .responding = false};
    }
    std::chrono::milliseconds pause = limits_.shortest_pause;
    for (std::size_t earlier = 1; earlier < failures_.size() && pause < limits_.longest_pause; ++earlier)
        pause *= 2;
    return {.pause = std::min(pause, limits_.longest_pause), .responding = true};
}

void RestartPolicy::started() {
    responding_ = true;
}

}  // namespace scrm::hosts
