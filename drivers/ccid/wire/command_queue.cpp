#include "drivers/ccid/wire/command_queue.hpp"

#include <algorithm>

#include "drivers/api/spawn.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::Deadline;
using drivers::DriverError;
using drivers::Result;

namespace {

Deadline in(Milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

constexpr std::size_t usual_packet = 64;

// Room for the longest message in whole packets, and one more: a reader that sends too much is caught by its
// length, not by an overflow that wedges the pipe.
std::size_t room_for(const usb::Interface& usb, const Capabilities& can) {
    std::size_t packet = usual_packet;
    for (const usb::Endpoint& endpoint : usb.description().interface.endpoints)
        if (endpoint.type == usb::EndpointType::Bulk && endpoint.is_in() && endpoint.max_packet != 0)
            packet = endpoint.max_packet;
    return (can.max_message / packet + 2) * packet;
}

}  // namespace

CommandQueue::CommandQueue(drivers::Executor executor, usb::Interface& usb, const Capabilities& can,
                           const Timing& timing)
    : executor_(std::move(executor)),
      usb_(usb),
      timing_(timing),
      busy_limit_(can.busy_slots),
      incoming_(room_for(usb, can)) {
    for (unsigned slot = 0; slot < can.slots; ++slot)
        lanes_.emplace_back(executor_);
}

Awaitable<Result<Answer>> CommandQueue::transact(Patience& who, std::uint8_t slot, Command command,
                                                 Milliseconds silence) {
    const auto inside = inside_;
    const auto entered = co_await enter(who, slot);
    if (!entered)
        co_return entered.error();
    Lane& lane = lanes_[slot];
    lane.begin(who, answer_to(command.type), next_sequence_++);
    encode(command, slot, lane.sequence, lane.message);
    start_pump();
    const auto sent = co_await send(who, lane);
    if (!sent) {
        give_up(slot);
        co_return sent.error();
    }
    const auto answered = co_await await_answer(who, lane, silence);
    if (answered || gone_)
        leave(lane);
    else
        give_up(slot);
    co_return answered;
}

Awaitable<Result<void>> CommandQueue::enter(Patience& who, std::uint8_t slot) {
    line_.push_back({&who, slot});
    while (!gone_ && !who.ended() && !may_begin(who))
        co_await who.until(Deadline::max());
    const bool begins = !gone_ && !who.ended();
    std::erase_if(line_, [&](const InLine& each) { return each.who == &who; });
    if (gone_)
        co_return DriverError::DeviceGone;
    if (!begins) {
        wake_line();
        co_return who.ended().value_or(DriverError::DeadlinePassed);
    }
    ++under_way_;
    co_return Result<void>();
}

// First come, first served, but nobody waits behind one whose own slot is busy.
bool CommandQueue::may_begin(const Patience& who) const {
    if (under_way_ >= busy_limit_)
        return false;
    const auto can_begin = [this](const InLine& each) {
        return lanes_[each.slot].state == Lane::State::Free;
    };
    const auto first = std::ranges::find_if(line_, can_begin);
    return first != line_.end() && first->who == &who;
}

// One message goes out at a time; whoever waits for that is woken with the line.
Awaitable<Result<void>> CommandQueue::send(Patience& who, Lane& lane) {
    while (!gone_ && !who.ended() && writer_ != nullptr)
        co_await who.until(Deadline::max());
    if (gone_)
        co_return DriverError::DeviceGone;
    if (const auto ended = who.ended())
        co_return *ended;
    writer_ = &who;
    const auto sent = co_await usb_.bulk_out(lane.message, std::min(who.deadline(), in(timing_.write)));
    if (sent.status == usb::UsbStatus::Stall)
        co_await usb_.clear_halt(usb::Pipe::BulkOut, in(timing_.reply));
    writer_ = nullptr;
    for (Lane& each : lanes_)
        if (each.waiter != nullptr)
            each.waiter->wake();
    if (sent.status == usb::UsbStatus::Gone)
        found_gone();
    if (gone_)
        co_return DriverError::DeviceGone;
    if (sent.ok() && sent.size == lane.message.size())
        co_return Result<void>();
    co_return who.ended().value_or(DriverError::CommunicationFailed);
}

Awaitable<Result<Answer>> CommandQueue::await_answer(Patience& who, Lane& lane, Milliseconds silence) {
    Deadline patience = in(silence);
    for (;;) {
        if (gone_)
            co_return DriverError::DeviceGone;
        if (lane.arrival == Lane::Arrival::Answer)
            co_return lane.answer;
        if (lane.arrival == Lane::Arrival::Broken)
            co_return DriverError::CommunicationFailed;
        if (const auto ended = who.ended())
            co_return *ended;
        if (std::exchange(lane.arrival, Lane::Arrival::Nothing) == Lane::Arrival::MoreTime)
            patience = in(silence);
        if (std::exchange(lane.hurried, false))
            patience = std::min(patience, in(timing_.card_left));
        lane.silent = std::chrono::steady_clock::now() >= patience;
        if (lane.silent)
            co_return DriverError::CommunicationFailed;
        co_await who.until(patience);
    }
}

void CommandQueue::leave(Lane& lane) {
    lane.set_free();
    --under_way_;
    wake_line();
}

void CommandQueue::give_up(std::uint8_t slot) {
    Lane& lane = lanes_[slot];
    if (gone_)
        return leave(lane);
    lane.state = Lane::State::Recovering;
    lane.waiter = nullptr;
    drivers::spawn(executor_, recover(slot, inside_));
}

void CommandQueue::wake_line() {
    for (const InLine& each : line_)
        each.who->wake();
}

void CommandQueue::interrupt(Patience& who, DriverError why) {
    who.interrupt(why);
    if (writer_ == &who)
        usb_.cancel(usb::Pipe::BulkOut);
}

void CommandQueue::hurry(std::uint8_t slot) {
    if (slot >= lanes_.size() || lanes_[slot].state != Lane::State::UnderWay)
        return;
    lanes_[slot].hurried = true;
    if (lanes_[slot].waiter != nullptr)
        lanes_[slot].waiter->wake();
}

void CommandQueue::shut() {
    gone_ = true;
    wake_line();
    for (Lane& lane : lanes_) {
        lane.recovery.interrupt(DriverError::DeviceGone);
        if (lane.waiter != nullptr)
            lane.waiter->wake();
    }
    usb_.cancel(usb::Pipe::BulkIn);
    usb_.cancel(usb::Pipe::BulkOut);
}

}  // namespace scrm::ccid
