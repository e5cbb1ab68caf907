#include "daemon/hosts/hosted_presence.hpp"

#include <algorithm>
#include <utility>

namespace scrm::hosts {

drivers::Awaitable<drivers::Result<drivers::Presence>> HostedPresence::after(std::uint64_t seen) {
    const std::shared_ptr<void> inside = inside_;
    while (!gone_ && (!ever_known_ || presence_.changes == seen)) {
        drivers::WakeUp wake(executor_);
        movement_ = &wake;
        co_await wake.wait();
    }
    if (gone_)
        co_return drivers::DriverError::DeviceGone;
    co_return presence_;
}

// A host that begins says how the slot is, not what became of it; and one that contradicts itself has missed
// something.
void HostedPresence::told(bool present, std::uint64_t changes) {
    const std::uint64_t before = std::exchange(host_changes_, changes).value_or(changes);
    const std::uint64_t more = changes > before ? changes - before : 0;
    if (!std::exchange(ever_known_, true))
        moved(present, 0);
    else if (more != 0 || present != presence_.present)
        moved(present, std::max<std::uint64_t>(more, 1));
}

void HostedPresence::host_lost() {
    if (!host_changes_)
        return;
    host_changes_.reset();
    ++presence_.lapses;
    moved(presence_.present, 1);
}

void HostedPresence::given_up() {
    if (presence_.present)
        moved(false, 1);
}

void HostedPresence::leave() {
    gone_ = true;
    if (movement_)
        std::exchange(movement_, nullptr)->fire();
}

void HostedPresence::moved(bool present, std::uint64_t changes) {
    presence_.present = present;
    presence_.changes += changes;
    if (movement_)
        std::exchange(movement_, nullptr)->fire();
}

}  // namespace scrm::hosts
