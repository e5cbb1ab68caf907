// The lives of all devices: one coroutine each, from arrival to departure.
//
//   arrived -> which driver -> open -> its slots join the registry ... departed -> they leave -> closed
//
// Its name and its places are reserved when it arrives, so that readers keep them however long each takes to
// open. A device that cannot be opened delays nobody; it is tried again a few times, as one that was plugged
// in a moment ago may not be ready, and whenever somebody asks to look again.
#pragma once

#include <map>
#include <vector>

#include "daemon/hotplug/driver_choice.hpp"
#include "daemon/hotplug/first_enumeration.hpp"
#include "daemon/readers/registry.hpp"
#include "drivers/api/awaitable.hpp"
#include "drivers/api/driver.hpp"

namespace scrm::hotplug {

class Devices final : public drivers::DeviceListener {
  public:
    /// `monitors` is how many will call enumerated() (first_enumeration.hpp). All must outlive the loop's
    /// run.
    Devices(const drivers::Executor& loop, readers::Registry& registry, std::vector<drivers::Driver*> drivers,
            unsigned monitors, std::vector<DriverRule> rules = {});

    void arrived(const drivers::DeviceInfo& device) override;
    void departed(const drivers::DeviceInfo& device) override;
    void enumerated() override;

    /// Tries those again that had no driver or could not be opened: a driver or a permission may be new.
    void look_again();

    /// Nobody knows what became of them meanwhile, as when the machine has slept: those that are open depart,
    /// and are opened anew under the same names.
    void open_anew();

    /// The daemon ends: every device departs. Returns when all are closed.
    drivers::Awaitable<void> close_all();

  private:
    struct Life {
        Life(const drivers::Executor& loop, drivers::DeviceInfo what)
            : device(std::move(what)), departure(loop), closed(loop), retry(loop) {}
        drivers::DeviceInfo device;
        drivers::Driver* driver = nullptr;  // while it is Opening or Open
        drivers::WakeUp departure;
        drivers::WakeUp closed;
        enum class Stage : std::uint8_t {
            Unserved,  // nobody tries to open it
            Opening,   // has a reservation, unless it departed meanwhile
            Open       // or closing
        } stage = Stage::Unserved;
        drivers::Timer retry;
        std::size_t retries = 0;
        std::optional<readers::Reservation> reservation;
        std::optional<readers::RegisteredDevice> registered;  // while it is open and there
        std::shared_ptr<Life> before;                         // of the same device, until that is closed
    };
    using LifePtr = std::shared_ptr<Life>;

    void begin(const LifePtr& life);
    drivers::Awaitable<void> live(LifePtr life);
    drivers::Awaitable<void> serve(LifePtr life, std::shared_ptr<drivers::ReaderDevice> device);
    void try_again_later(const LifePtr& life);
    void take_off(Life& life);
    void depart(Life& life);
    drivers::Awaitable<void> look(std::vector<std::shared_ptr<readers::Slot>> slots);

    drivers::Executor loop_;
    readers::Registry& registry_;
    std::vector<drivers::Driver*> drivers_;
    std::vector<DriverRule> rules_;
    FirstEnumeration first_enumeration_;
    std::map<std::string, LifePtr> plugged_in_;  // by address
    std::size_t living_ = 0;
    drivers::WakeUp* all_closed_ = nullptr;
};

}  // namespace scrm::hotplug
