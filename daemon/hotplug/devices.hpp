// The lives of all devices: one coroutine each, from arrival to departure.
//
//   arrived -> which driver -> open -> its slots join the registry ... departed -> they leave -> closed
//
// A device that cannot be opened is logged and forgotten; it delays nobody.
#pragma once

#include <map>
#include <vector>

#include "daemon/readers/registry.hpp"
#include "drivers/api/awaitable.hpp"
#include "drivers/api/driver.hpp"

namespace scrm::hotplug {

class Devices final : public drivers::DeviceListener {
  public:
    /// `monitors` is how many will call enumerated(); the first enumeration has settled when all have and
    /// every device they found is open with its cards known, or has failed, or a while has passed. All must
    /// outlive the loop's run.
    Devices(const drivers::Executor& loop, readers::Registry& registry, std::vector<drivers::Driver*> drivers,
            unsigned monitors);

    void arrived(const drivers::DeviceInfo& device) override;
    void departed(const drivers::DeviceInfo& device) override;
    void enumerated() override;

    /// The daemon ends: every device departs. Returns when all are closed.
    drivers::Awaitable<void> close_all();

  private:
    struct Life {
        explicit Life(const drivers::Executor& loop) : departure(loop) {}
        drivers::WakeUp departure;
    };
    using LifePtr = std::shared_ptr<Life>;

    [[nodiscard]] drivers::Driver* choose(const drivers::DeviceInfo& device) const;
    drivers::Awaitable<void> live(drivers::DeviceInfo device, LifePtr life);
    drivers::Awaitable<void> serve(std::shared_ptr<drivers::ReaderDevice> device, LifePtr life);
    drivers::Awaitable<void> look(std::vector<std::shared_ptr<readers::Slot>> slots);
    void settle_in_time();
    void opening_ended();
    void settle_if_done();
    void settle();

    drivers::Executor loop_;
    readers::Registry& registry_;
    std::vector<drivers::Driver*> drivers_;
    drivers::Timer settle_timer_;
    unsigned enumerating_;
    unsigned opening_ = 0;
    std::map<std::string, LifePtr> plugged_in_;  // by address
    std::size_t living_ = 0;
    drivers::WakeUp* all_closed_ = nullptr;
};

}  // namespace scrm::hotplug
