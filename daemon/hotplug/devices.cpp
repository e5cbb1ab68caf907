#include "daemon/hotplug/devices.hpp"

#include "daemon/log/log.hpp"
#include "daemon/readers/time_budgets.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm::hotplug {
namespace {

constexpr std::chrono::seconds open_budget{60};
constexpr std::chrono::seconds settle_budget{5};

}  // namespace

Devices::Devices(const drivers::Executor& loop, readers::Registry& registry,
                 std::vector<drivers::Driver*> drivers, unsigned monitors)
    : loop_(loop),
      registry_(registry),
      drivers_(std::move(drivers)),
      settle_timer_(loop),
      enumerating_(monitors) {
    settle_in_time();
}

void Devices::arrived(const drivers::DeviceInfo& device) {
    const auto life = std::make_shared<Life>(loop_);
    if (!plugged_in_.emplace(device.address, life).second)
        return;
    ++opening_;
    ++living_;
    drivers::spawn(loop_, live(device, life));
}

void Devices::departed(const drivers::DeviceInfo& device) {
    if (const auto node = plugged_in_.extract(device.address))
        node.mapped()->departure.fire();
}

void Devices::enumerated() {
    --enumerating_;
    settle_if_done();
}

drivers::Driver* Devices::choose(const drivers::DeviceInfo& device) const {
    drivers::Driver* best = nullptr;
    drivers::Match best_match = drivers::Match::No;
    for (drivers::Driver* driver : drivers_)
        if (const drivers::Match match = driver->match(device); match > best_match) {
            best = driver;
            best_match = match;
        }
    return best;
}

drivers::Awaitable<void> Devices::live(drivers::DeviceInfo device, LifePtr life) {
    if (drivers::Driver* const driver = choose(device)) {
        auto opened = co_await driver->open(device, readers::deadline_in(open_budget));
        if (opened) {
            log::info("device ", device.address, " is served by the ", driver->name(), " driver");
            co_await serve(std::move(*opened), life);
        } else {
            log::warning("device ", device.address, " cannot be opened: ", describe(opened.error()));
            opening_ended();
        }
    } else {
        log::info("device ", device.address, " has no driver");
        opening_ended();
    }
    if (--living_ == 0 && all_closed_)
        std::exchange(all_closed_, nullptr)->fire();
}

drivers::Awaitable<void> Devices::serve(std::shared_ptr<drivers::ReaderDevice> device, LifePtr life) {
    const readers::RegisteredDevice registered = registry_.add(device);
    drivers::spawn(loop_, look(registered.slots));
    co_await life->departure.wait();
    registry_.remove(registered);
    for (const auto& slot : registered.slots)
        log::info("reader '", slot->name(), "' is gone");
    co_await device->close();
}

// Beside serve(): a card that takes its time to answer must not keep its device from departing.
drivers::Awaitable<void> Devices::look(std::vector<std::shared_ptr<readers::Slot>> slots) {
    for (const auto& slot : slots)
        co_await slot->first_look();
    opening_ended();
    for (const auto& slot : slots)
        if (!slot->gone())
            log::info("reader '", slot->name(), "' is there");
}

void Devices::opening_ended() {
    --opening_;
    settle_if_done();
}

void Devices::settle_if_done() {
    if (enumerating_ == 0 && opening_ == 0 && !registry_.settled())
        settle();
}

void Devices::settle() {
    settle_timer_.cancel();
    registry_.settle();
}

void Devices::settle_in_time() {
    settle_timer_.expires_after(settle_budget);
    settle_timer_.async_wait([this](boost::system::error_code cancelled) {
        if (cancelled || registry_.settled())
            return;
        log::warning(
            "the first enumeration of readers takes long; clients are served with those found so far");
        settle();
    });
}

drivers::Awaitable<void> Devices::close_all() {
    if (!registry_.settled())
        settle();  // nobody waits for more readers
    for (const auto& [address, life] : std::exchange(plugged_in_, {}))
        life->departure.fire();
    if (living_ == 0)
        co_return;
    drivers::WakeUp wake(loop_);
    all_closed_ = &wake;
    co_await wake.wait();
}

}  // namespace scrm::hotplug
