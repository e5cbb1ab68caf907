#include "daemon/readers/registry.hpp"

#include <algorithm>

#include "daemon/readers/loop_clock.hpp"

namespace scrm::readers {

Registry::Registry(const drivers::Executor& loop, PowerPolicy power, TransactionPolicy transactions,
                   NameRules names, std::unique_ptr<Clock> clock)
    : clock_(clock ? std::move(clock) : std::make_unique<LoopClock>(loop)),
      freshness_(loop, *clock_),
      surroundings_{loop, *clock_, board_, freshness_, std::move(power), std::move(transactions)},
      names_(std::move(names)) {}

std::shared_ptr<Slot> Registry::find(std::string_view name) const {
    const auto found =
        std::ranges::find(slots_, name, [](const auto& slot) { return std::string_view(slot->name()); });
    return found == slots_.end() ? nullptr : *found;
}

std::optional<Reservation> Registry::reserve(const drivers::Expectation& expected) {
    auto name = names_.reserve(expected.identity);
    if (!name)
        return std::nullopt;
    Reservation reservation{std::move(*name), {}};
    for (std::size_t i = 0; i < expected.slots; ++i)
        reservation.places.push_back(board_.reserve());
    return reservation;
}

void Registry::give_back(const Reservation& reservation) {
    names_.release(reservation.name);
    for (const Position place : reservation.places)
        board_.release(place);
}

std::optional<RegisteredDevice> Registry::add(std::shared_ptr<drivers::ReaderDevice> device,
                                              Reservation reservation) {
    if (!names_.suits(reservation.name, device->identity())) {
        const auto name = names_.reserve(device->identity());
        if (!name) {
            give_back(reservation);
            return std::nullopt;
        }
        names_.release(std::exchange(reservation.name, *name));
    }
    std::vector<Position>& places = reservation.places;
    while (places.size() < device->slot_count())
        places.push_back(board_.reserve(places.empty() ? 0 : places.back() + 1));
    for (; places.size() > device->slot_count(); places.pop_back())
        board_.release(places.back());
    return settle_in(device, reservation);
}

RegisteredDevice Registry::settle_in(const std::shared_ptr<drivers::ReaderDevice>& device,
                                     const Reservation& reservation) {
    RegisteredDevice registered{reservation.name, {}};
    for (std::size_t i = 0; i < device->slot_count(); ++i) {
        auto slot = std::make_shared<Slot>(surroundings_, device, i, registered.name.for_slot(i),
                                           reservation.places[i]);
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

// How many slots a device has may be known only when it is open, and by then the places next to its first are
// another's. Nobody has been told of any reader yet, so all come in the order of devices and their slots.
void Registry::arrange() {
    std::vector<std::pair<Position, Slot*>> order;  // by the first place of the device
    std::vector<Position> places;
    for (const auto& slot : slots_) {
        order.emplace_back(slot->index() == 0 ? slot->position() : order.back().first, slot.get());
        places.push_back(slot->position());
    }
    std::ranges::stable_sort(order, {}, [](const auto& entry) { return entry.first; });
    std::ranges::sort(places);
    for (std::size_t i = 0; i < places.size(); ++i)
        move(*order[i].second, places[i]);
}

void Registry::move(Slot& slot, Position place) {
    const auto there = std::ranges::find(slots_, place, [](const auto& other) { return other->position(); });
    if (there->get() == &slot)
        return;
    board_.exchange(slot.position(), place);
    (*there)->take_place(slot.position());
    slot.take_place(place);
}

void Registry::settle() {
    if (!settled_)
        arrange();
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

drivers::Awaitable<void> Registry::await_answers() {
    while (!answers()) {
        co_await await_settled();
        co_await freshness_.await_end();
    }
}

}  // namespace scrm::readers
