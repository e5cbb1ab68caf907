#include "daemon/hotplug/devices.hpp"

#include <array>

#include "daemon/log/log.hpp"
#include "daemon/readers/time_budgets.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm::hotplug {
namespace {

constexpr std::chrono::seconds open_budget{60};
constexpr std::array retry_pauses{std::chrono::milliseconds(500), std::chrono::milliseconds(2'000),
                                  std::chrono::milliseconds(8'000)};

// What has gone may be there still, as after a reset of its port; if not, its departure will be told.
bool may_pass(drivers::DriverError error) {
    return error != drivers::DriverError::NotSupported;
}

}  // namespace

Devices::Devices(const drivers::Executor& loop, readers::Registry& registry,
                 std::vector<drivers::Driver*> drivers, unsigned monitors, std::vector<DriverRule> rules)
    : loop_(loop),
      registry_(registry),
      drivers_(std::move(drivers)),
      rules_(std::move(rules)),
      first_enumeration_(registry, monitors) {}

void Devices::arrived(const drivers::DeviceInfo& device) {
    const auto life = std::make_shared<Life>(loop_, device);
    if (!plugged_in_.emplace(device.address, life).second)
        return;
    begin(life);
    first_enumeration_.appeared(device.address);
}

// Its names are free at once: it may be plugged in again before it is closed, or before it has even opened.
void Devices::departed(const drivers::DeviceInfo& device) {
    const auto node = plugged_in_.extract(device.address);
    if (!node)
        return;
    if (node.mapped()->stage != Life::Stage::Unserved)
        first_enumeration_.vanished(device.address);
    depart(*node.mapped());
}

void Devices::depart(Life& life) {
    take_off(life);
    if (life.stage == Life::Stage::Opening)
        life.driver->give_up(life.device);
    life.departure.fire();
}

void Devices::take_off(Life& life) {
    if (const auto reservation = std::exchange(life.reservation, std::nullopt))
        registry_.give_back(*reservation);
    if (const auto registered = std::exchange(life.registered, std::nullopt)) {
        registry_.remove(*registered);
        for (const auto& slot : registered->slots)
            log::info("reader '", slot->name(), "' is gone");
    }
}

void Devices::enumerated() {
    first_enumeration_.enumerated();
}

void Devices::look_again() {
    for (const auto& [address, life] : plugged_in_)
        if (life->stage == Life::Stage::Unserved)
            begin(life);
}

void Devices::open_anew() {
    for (auto& [address, life] : plugged_in_) {
        if (life->stage != Life::Stage::Open)
            continue;
        depart(*life);
        const LifePtr next = std::make_shared<Life>(loop_, life->device);
        next->before = std::exchange(life, next);
        begin(next);
    }
}

void Devices::begin(const LifePtr& life) {
    const drivers::DeviceInfo& device = life->device;
    const DriverChoice choice = choose_driver(device, drivers_, rules_);
    if (!choice.driver)
        return log::info("device ", device.address, " is not served: ", choice.reason);
    const drivers::Expectation expected = choice.driver->expect(device);
    life->reservation = registry_.reserve(expected);
    if (!life->reservation)
        return log::info("device ", device.address, " ('", expected.identity.friendly_name,
                         "') is not served: its name is to be ignored");
    log::info("device ", device.address, " goes to the ", choice.driver->name(), " driver: ", choice.reason);
    life->stage = Life::Stage::Opening;
    life->driver = choice.driver;
    first_enumeration_.opening_begins();
    ++living_;
    drivers::spawn(loop_, live(life));
}

drivers::Awaitable<void> Devices::live(LifePtr life) {
    if (const LifePtr before = std::exchange(life->before, nullptr))
        co_await before->closed.wait();
    drivers::Result<std::unique_ptr<drivers::ReaderDevice>> opened = drivers::DriverError::DeviceGone;
    if (life->reservation)  // or it has departed already
        opened = co_await life->driver->open(life->device, readers::deadline_in(open_budget));
    const bool worth_a_retry = !opened && may_pass(opened.error());
    if (opened) {
        life->stage = Life::Stage::Open;
        co_await serve(life, std::move(*opened));
    } else {
        log::warning("device ", life->device.address, " cannot be opened: ", describe(opened.error()));
        if (life->reservation && opened.error() == drivers::DriverError::DeviceGone)
            first_enumeration_.vanished(life->device.address);
        first_enumeration_.opening_ended();
    }
    take_off(*life);
    life->stage = Life::Stage::Unserved;
    life->closed.fire();
    if (worth_a_retry)
        try_again_later(life);
    if (--living_ == 0 && all_closed_)
        std::exchange(all_closed_, nullptr)->fire();
}

// Whoever departs takes his timer along.
void Devices::try_again_later(const LifePtr& life) {
    if (life->retries == retry_pauses.size())
        return;
    life->retry.expires_after(retry_pauses.at(life->retries++));
    life->retry.async_wait([this, waiting = std::weak_ptr(life)](boost::system::error_code cancelled) {
        const LifePtr there = waiting.lock();
        if (!cancelled && there && there->stage == Life::Stage::Unserved)
            begin(there);
    });
}

drivers::Awaitable<void> Devices::serve(LifePtr life, std::shared_ptr<drivers::ReaderDevice> device) {
    if (auto reservation = std::exchange(life->reservation, std::nullopt)) {
        first_enumeration_.appeared(life->device.address);
        life->registered = registry_.add(device, std::move(*reservation));
        if (!life->registered)
            log::info("device ", life->device.address, " is not served: its name is to be ignored");
    }
    if (life->registered) {
        drivers::spawn(loop_, look(life->registered->slots));
        co_await life->departure.wait();
    } else {
        first_enumeration_.opening_ended();
    }
    co_await device->close();
}

// Beside serve(): a card that takes its time to answer must not keep its device from departing.
drivers::Awaitable<void> Devices::look(std::vector<std::shared_ptr<readers::Slot>> slots) {
    for (const auto& slot : slots)
        co_await slot->first_look();
    first_enumeration_.opening_ended();
    for (const auto& slot : slots)
        if (!slot->gone())
            log::info("reader '", slot->name(), "' is there");
}

drivers::Awaitable<void> Devices::close_all() {
    first_enumeration_.end();
    for (const auto& [address, life] : std::exchange(plugged_in_, {}))
        depart(*life);
    if (living_ == 0)
        co_return;
    drivers::WakeUp wake(loop_);
    all_closed_ = &wake;
    co_await wake.wait();
}

}  // namespace scrm::hotplug
