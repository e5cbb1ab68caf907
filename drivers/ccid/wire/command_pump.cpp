// The command queue's end of the bulk pipe that comes in: reads while somebody waits, and hands each frame to
// the command it is for.
#include <algorithm>

#include "drivers/api/spawn.hpp"
#include "drivers/ccid/wire/command_queue.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::Deadline;

namespace {

Deadline in(Milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

// A pipe that fails so often in a row is left alone until the next message goes out.
constexpr int most_failures = 4;

}  // namespace

void CommandQueue::start_pump() {
    if (std::exchange(pumping_, true))
        return;
    drivers::spawn(executor_, pump(inside_));
}

Awaitable<void> CommandQueue::pump(std::shared_ptr<void>) {
    int failures = 0;
    while (under_way_ != 0 && !gone_ && failures < most_failures) {
        const auto read = co_await usb_.bulk_in(incoming_, Deadline::max());
        failures = read.ok() ? 0 : failures + 1;
        if (read.ok())
            deliver(Bytes(incoming_).first(std::min(read.size, incoming_.size())));
        else
            co_await mend_pipe(read.status);
    }
    pumping_ = false;
}

// A cancelled read is the queue's own doing: it looks around and reads on if there is anything to wait for.
Awaitable<void> CommandQueue::mend_pipe(usb::UsbStatus status) {
    if (status == usb::UsbStatus::Gone)
        found_gone();
    if (gone_ || status == usb::UsbStatus::Cancelled)
        co_return;
    fail_all();
    co_await usb_.clear_halt(usb::Pipe::BulkIn, in(timing_.abort));
}

// An empty frame is only the end of a message whose length is a multiple of the packet's.
void CommandQueue::deliver(Bytes frame) {
    if (frame.empty())
        return;
    const DecodedFrame decoded = decode(frame);
    if (decoded.fault == FrameFault::TooShort)
        return deliver_fragment();
    if (!decoded.answer || decoded.answer->slot >= lanes_.size() ||
        !lanes_[decoded.answer->slot].expects(decoded.answer->sequence)) {
        ++counts_.dropped;
        return;
    }
    if (decoded.fault)
        ++counts_.broken;
    if (decoded.answer->status == CommandStatus::TimeExtension)
        ++counts_.extensions;
    lanes_[decoded.answer->slot].take(decoded);
}

// Too short to say whose it is. Where one command is under way it can be nobody else's.
void CommandQueue::deliver_fragment() {
    const auto waits = [](const Lane& lane) { return lane.state == Lane::State::UnderWay; };
    if (std::ranges::count_if(lanes_, waits) != 1) {
        ++counts_.dropped;
        return;
    }
    ++counts_.broken;
    std::ranges::find_if(lanes_, waits)->broken();
}

void CommandQueue::fail_all() {
    for (Lane& lane : lanes_)
        if (lane.state == Lane::State::UnderWay)
            lane.broken();
}

}  // namespace scrm::ccid
