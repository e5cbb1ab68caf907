#include "daemon/readers/registry.hpp"

#include <algorithm>

#include "daemon/readers/loop_clock.hpp"

namespace scrm::readers {

Registry::Registry(const drivers::Executor& loop, PowerPolicy power, TransactionPolicy transactions,
                   std::unique_ptr<Clock> clock)
    : clock_(clock ? std::move(clock) : std::make_unique<LoopClock>(loop)),
      surroundings_{loop, *clock_, board_, std::move(power), std::move(transactions)} {}

std::shared_ptr<Slot> Registry::find(std::string_view name) const {
    const auto found =
        std::ranges::find(slots_, name, [](const auto& slot) { return std::string_view(slot->name()); });
    return found == slots_.end() ? nullptr : *found;
}

RegisteredDevice Registry::add(std::shared_ptr<drivers::ReaderDevice> device) {
    RegisteredDevice registered{names_.reserve(device->identity()), {}};
    for (std::size_t i = 0; i < device->slot_count(); ++i) {
        auto slot =
            std::make_shared<Slot>(surroundings_, device, i, registered.name.for_slot(i), board_.reserve());
        slots_.push_back(slot);
        registered.slots.push_back(slot);
        slot->start();
    }
    return registered;
}

void Registry::remove(const RegisteredDevice& device) {
    for (const auto& slot : device.slots) {
        std::erase(slots_, slot);
        slot->leave();
    }
    names_.release(device.name);
}

void Registry::settle() {
    settled_ = true;
    for (drivers::WakeUp* waiter : std::exchange(settle_waiters_, {}))
        waiter->fire();
}

drivers::Awaitable<void> Registry::await_settled() {
    if (settled_)
        co_return;
    drivers::WakeUp wake(surroundings_.loop);
    settle_waiters_.push_back(&wake);
    co_await wake.wait();
}

}  // namespace scrm::readers
