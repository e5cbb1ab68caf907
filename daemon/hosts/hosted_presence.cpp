#include "daemon/hosts/hosted_presence.hpp"

#include <algorithm>
#include <utility>

namespace scrm::hosts {

drivers::Awaitable<drivers::Result<drivers::Presence>> HostedPresence::after(std::uint64_t seen) {
    const std::shared_ptr<void> inside = inside_;
    while (!gone_ && (!ever_known_ || presence_.changes == seen))
        co_await movement_.wait();
    if (gone_)
        co_return drivers::DriverError::DeviceGone;
    told_ = true;
    co_return presence_;
}

// A host that begins says how the slot is, not what became of it; and one that contradicts itself has missed
// something.
void HostedPresence::told(bool present, std::uint64_t changes, const Answer& answer) {
    const std::uint64_t before = std::exchange(host_changes_, changes).value_or(changes);
    const std::uint64_t more = changes > before ? changes - before : 0;
    if (!std::exchange(ever_known_, true))
        count(present, 0, answer);
    else if (more != 0 || present != presence_.present)
        count(present, std::max<std::uint64_t>(more, 1), answer);
    else
        return;
    movement_.ring();
}

void HostedPresence::host_lost() {
    if (!host_changes_)
        return;
    host_changes_.reset();
    ++presence_.lapses;
    count(presence_.present, 1);
    movement_.ring_soon();
}

void HostedPresence::given_up() {
    if (!presence_.present)
        return;
    count(false, 1);
    movement_.ring_soon();
}

void HostedPresence::leave() {
    gone_ = true;
    movement_.ring_soon();
}

void HostedPresence::count(bool present, std::uint64_t changes, const Answer& answer) {
    presence_.present = present;
    presence_.answer = answer;
    told_ = false;
    presence_.changes += changes;
}

}  // namespace scrm::hosts
