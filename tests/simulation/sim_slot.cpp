#include "tests/simulation/sim_slot.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/this_coro.hpp>
#include <utility>

namespace scrm::simulation {

using drivers::DriverError;
using drivers::Result;
using drivers::WakeUp;

namespace {

// T=0, T=1, both.
constexpr std::array<std::array<std::uint8_t, 5>, 3> cards{
    {{0x3B, 0x03, 0x14, 0x50, 0x01}, {0x3B, 0x80, 0x81, 0x01, 0x00}, {0x3B, 0x80, 0x80, 0x01, 0x01}}};

drivers::AtrBytes atr_of(std::size_t card) {
    drivers::AtrBytes atr;
    std::ranges::copy(cards[card], atr.data.begin());
    atr.size = static_cast<std::uint8_t>(cards[card].size());
    return atr;
}

std::uint32_t handle_in(drivers::Bytes command) {
    std::uint32_t handle = 0;
    for (const std::uint8_t byte : command)
        handle = handle << 8 | byte;
    return handle;
}

}  // namespace

std::vector<std::uint8_t> command_of(std::uint32_t handle) {
    std::vector<std::uint8_t> command;
    for (int shift = 24; shift >= 0; shift -= 8)
        command.push_back(static_cast<std::uint8_t>(handle >> shift));
    return command;
}

void SimSlot::moved() {
    ++presence_.changes;
    if (movement_wait_)
        std::exchange(movement_wait_, nullptr)->fire();
}

void SimSlot::insert() {
    presence_.present = true;
    card_ = random_.below(cards.size());
    mute_ = random_.chance(5);
    if (!busy() && random_.chance(50)) {  // the driver powers it by itself
        presence_.answer = answer_to_reset(presence_.changes);
        unasked_ = powered_;
        ++upheavals_;
    }
    moved();
}

void SimSlot::remove() {
    presence_.present = false;
    forget();
    moved();
}

// A card that was never on has nothing to forget.
void SimSlot::forget() {
    presence_.answer.reset();
    life_ += was_on_ ? 1U : 0U;
    powered_ = was_on_ = unasked_ = false;
    ++upheavals_;
}

void SimSlot::lose_power() {
    if (!powered_)
        return;
    forget();
    lost_power_ = true;
}

void SimSlot::device_goes() {
    gone_ = true;
    forget();
    if (movement_wait_)
        std::exchange(movement_wait_, nullptr)->fire();
    if (verb_wait_)
        std::exchange(verb_wait_, nullptr)->fire();
}

void SimSlot::cancel() {
    cancelled_ = true;
    if (verb_wait_)
        std::exchange(verb_wait_, nullptr)->fire();
}

drivers::AtrBytes SimSlot::atr() const {
    return atr_of(card_);
}

SimSlot::Verb<drivers::Presence> SimSlot::presence_after(std::uint64_t seen) {
    if (!first_moves_)
        first_moves_ = presence_.changes;
    while (!gone_ && presence_.changes == seen) {
        const auto executor = co_await boost::asio::this_coro::executor;
        WakeUp wake(executor);
        movement_wait_ = &wake;
        co_await wake.wait();
    }
    if (gone_)
        co_return DriverError::DeviceGone;
    unasked_ = false;
    co_return presence_;
}

readers::Milliseconds SimSlot::some_time() {
    const std::size_t kind = random_.below(100);
    const std::size_t range = kind < 95 ? 200 : 20000;
    return readers::Milliseconds(1 + random_.below(range));
}

SimSlot::Verb<void> SimSlot::take_time() {
    if (++under_way_ > 1)
        observer->verbs_overlapped();
    presence_.answer.reset();
    cancelled_ = false;
    if (!gone_ && random_.chance(50)) {
        const auto executor = co_await boost::asio::this_coro::executor;
        WakeUp wake(executor);
        const std::unique_ptr<readers::Alarm> alarm = clock_.make_alarm();
        alarm->set(clock_.now() + some_time(), [&wake] { wake.fire(); });
        verb_wait_ = &wake;
        co_await wake.wait();
        verb_wait_ = nullptr;
    }
    --under_way_;
    if (gone_)
        co_return DriverError::DeviceGone;
    if (cancelled_) {
        lose_power();
        co_return DriverError::Cancelled;
    }
    co_return Result<void>();
}

// A card that was taken out meanwhile may have answered before, or not.
Result<drivers::AtrBytes> SimSlot::answer_to_reset(std::uint64_t moves_before) {
    if (!presence_.present)
        return DriverError::NoCard;
    if (presence_.changes != moves_before)
        return random_.chance(50) ? Result<drivers::AtrBytes>(atr_of(card_)) : DriverError::NoCard;
    powered_ = was_on_ = !mute_ && !random_.chance(2);
    unasked_ = false;
    if (!powered_)
        return DriverError::CardMute;
    return atr_of(card_);
}

SimSlot::Verb<drivers::AtrBytes> SimSlot::power_on(Deadline) {
    const std::uint64_t moves = presence_.changes;
    if (powered_)
        forget();
    lost_power_ = false;
    const auto passed = co_await take_time();
    ++upheavals_;
    if (!passed)
        co_return passed.error();
    co_return answer_to_reset(moves);
}

SimSlot::Verb<drivers::AtrBytes> SimSlot::reset(Deadline) {
    const std::uint64_t moves = presence_.changes;
    const bool was_on = on_for_verbs();
    if (was_on)
        forget();
    const auto passed = co_await take_time();
    ++upheavals_;
    if (!passed)
        co_return passed.error();
    if (presence_.present && !was_on)
        co_return DriverError::CardUnpowered;
    co_return answer_to_reset(moves);
}

SimSlot::Verb<void> SimSlot::power_off(Deadline) {
    observer->card_switched_off();
    forget();
    lost_power_ = false;
    const auto passed = co_await take_time();
    ++upheavals_;
    co_return passed;
}

SimSlot::Verb<void> SimSlot::select_protocol(drivers::Protocol, Deadline) {
    const std::uint64_t moves = presence_.changes;
    const auto passed = co_await take_time();
    if (!passed)
        co_return passed.error();
    if (moves != presence_.changes || !presence_.present)
        co_return DriverError::NoCard;
    if (!on_for_verbs())
        co_return DriverError::CardUnpowered;
    if (random_.chance(2))
        co_return DriverError::CommunicationFailed;
    co_return Result<void>();
}

SimSlot::Verb<std::size_t> SimSlot::exchange(drivers::Protocol, drivers::Bytes command,
                                             drivers::MutableBytes response, Deadline) {
    const std::uint64_t life = life_;
    const bool works = presence_.present && on_for_verbs() && !gone_;
    if (works)
        observer->command_reached_card(handle_in(command));
    const auto passed = co_await take_time();
    if (!passed)
        co_return passed.error();
    if (!presence_.present)
        co_return DriverError::NoCard;
    if (!works)
        co_return DriverError::CardUnpowered;
    if (life != life_ || random_.chance(2))
        co_return DriverError::CommunicationFailed;
    std::ranges::copy(command, response.begin());
    co_return command.size();
}

SimSlot::Verb<std::size_t> SimSlot::control(std::uint32_t, drivers::Bytes input, drivers::MutableBytes,
                                            Deadline) {
    observer->command_reached_reader(handle_in(input));
    const auto passed = co_await take_time();
    if (!passed)
        co_return passed.error();
    co_return std::size_t{0};
}

SimSlot::Verb<std::size_t> SimSlot::get_attribute(std::uint32_t, drivers::MutableBytes, Deadline) {
    const auto passed = co_await take_time();
    if (!passed)
        co_return passed.error();
    co_return DriverError::NotSupported;
}

SimSlot::Verb<void> SimSlot::set_attribute(std::uint32_t, drivers::Bytes, Deadline) {
    co_return co_await take_time();
}

SimSlot::Verb<void> SimSlot::eject(Deadline deadline) {
    if (random_.chance(50))
        co_return DriverError::NotSupported;
    co_return co_await power_off(deadline);
}

drivers::Awaitable<void> SimDevice::close() {
    for (SimSlot& slot : slots_)
        slot.device_goes();
    co_return;
}

}  // namespace scrm::simulation
