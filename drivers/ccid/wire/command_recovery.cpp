// The command queue's way out of a command that ended without its answer (CCID 1.1, 5.3.1): the reader is
// told twice, by a control request and by a message with the same number, and answers the message when it has
// let go.
#include "drivers/api/spawn.hpp"
#include "drivers/ccid/wire/command_queue.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::Deadline;

namespace {

constexpr std::uint8_t class_request_out = 0x21;
constexpr std::uint8_t request_abort = 0x01;

Deadline in(Milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

}  // namespace

Awaitable<void> CommandQueue::recover(std::uint8_t slot, std::shared_ptr<void>) {
    ++counts_.aborts;
    const bool was_silent = std::exchange(lanes_[slot].silent, false);
    const bool let_go = co_await abort(slot);
    if (let_go && was_silent && counts_.extensions == 0)
        works_silently_ = true;
    if (!let_go && !gone_)
        co_await clear_pipes();
    leave(lanes_[slot]);
}

Awaitable<bool> CommandQueue::abort(std::uint8_t slot) {
    Lane& lane = lanes_[slot];
    const auto under_way = lane.recovery.begin(in(timing_.abort));
    const usb::ControlRequest request{
        .request_type = class_request_out,
        .request = request_abort,
        .value = static_cast<std::uint16_t>(lane.sequence << 8U | slot),
        .index = usb_.description().interface.number,
    };
    co_await usb_.control_out(request, {}, lane.recovery.deadline());
    if (gone_)
        co_return false;
    lane.expected = AnswerType::SlotStatus;
    lane.arrival = Lane::Arrival::Nothing;
    lane.waiter = &lane.recovery;
    const Command command{.type = CommandType::Abort, .specific = {}, .data = {}};
    encode(command, slot, lane.sequence, lane.message);
    start_pump();
    const auto sent = co_await send(lane.recovery, lane);
    if (!sent)
        co_return false;
    const auto answered = co_await await_answer(lane.recovery, lane, timing_.abort);
    co_return answered.has_value();
}

// Costs other slots of the reader the answers that are on their way; their own watchdogs tell them.
Awaitable<void> CommandQueue::clear_pipes() {
    co_await usb_.clear_halt(usb::Pipe::BulkOut, in(timing_.abort));
    co_await usb_.clear_halt(usb::Pipe::BulkIn, in(timing_.abort));
}

}  // namespace scrm::ccid
