// How a reader is brought to answer after it was opened.
//
// Firmware is slow after power-up, pipes hold what an earlier user left, and some readers swallow their first
// command. So: ask for the status of the first slot with growing patience, and only if all that fails reset
// the port, which costs a composite device's other interfaces theirs and is not done there. What was left in
// the pipe answers no command of ours and is dropped like all that does not; nobody waits to see whether
// there is any.
#include "drivers/api/spawn.hpp"
#include "drivers/ccid/card/data_rates.hpp"
#include "drivers/ccid/reader/ccid_reader.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::Deadline;
using drivers::DriverError;
using drivers::Result;

namespace {

constexpr std::uint8_t class_request_in = 0xA1;
constexpr std::uint8_t get_data_rates = 0x03;

Deadline in(Milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

bool is_alone(const usb::InterfaceDescription& description) {
    return description.interface_count == 1;
}

}  // namespace

Awaitable<Result<void>> CcidReader::bring_up(Deadline deadline) {
    drivers::spawn(executor_, watch(inside_));
    responds_ = co_await wake(deadline);
    if (!responds_ && !gone_ && is_alone(usb_->description()) &&
        std::chrono::steady_clock::now() < deadline) {
        const usb::UsbStatus reset = co_await usb_->reset(deadline);
        if (reset == usb::UsbStatus::Gone)
            shut();
        responds_ = co_await wake(deadline);
    }
    if (gone_)
        co_return DriverError::DeviceGone;
    co_await read_data_rates(deadline);
    if (responds_)
        co_await look_at_all();
    else
        drivers::spawn(executor_, ask_again(inside_));
    co_return gone_ ? Result<void>(DriverError::DeviceGone) : Result<void>();
}

Awaitable<bool> CcidReader::wake(Deadline deadline) {
    for (Milliseconds patience : facts_.timing.first_status) {
        patience = std::max(patience, Milliseconds(facts_.quirks.first_reply_ms));
        const bool answered = co_await answers(patience, deadline);
        if (answered || gone_)
            co_return answered;
    }
    co_return false;
}

// Any answer will do, a refusal too: the reader lives.
Awaitable<bool> CcidReader::answers(Milliseconds patience, Deadline deadline) {
    const auto under_way = bringing_up_.begin(deadline);
    const auto answer =
        co_await port_->transact(bringing_up_, 0, plain_command(CommandType::GetSlotStatus), patience);
    co_return answer.has_value();
}

Awaitable<void> CcidReader::read_data_rates(Deadline deadline) {
    if (!facts_.quirks.data_rates.empty()) {
        facts_.data_rates = facts_.quirks.data_rates;
        co_return;
    }
    if (facts_.can.transport != Transport::Bulk || !responds_)
        co_return;
    const std::uint32_t highest = std::max(facts_.descriptor.max_data_rate, facts_.descriptor.data_rate);
    std::vector<std::uint8_t> room(max_data_rates * 4);
    const usb::ControlRequest request{.request_type = class_request_in,
                                      .request = get_data_rates,
                                      .value = 0,
                                      .index = usb_->description().interface.number};
    const auto read = co_await usb_->control_in(request, room, std::min(deadline, in(facts_.timing.reply)));
    if (read.ok())
        facts_.data_rates = decode_data_rates(Bytes(room).first(std::min(read.size, room.size())), highest);
}

// A reader that is mute now may have been wedged by somebody, or be starting up for minutes.
Awaitable<void> CcidReader::ask_again(std::shared_ptr<void>) {
    while (!gone_ && !responds_) {
        const auto under_way = bringing_up_.begin(Deadline::max());
        const Deadline next = in(facts_.timing.mute_retry);
        while (!gone_ && std::chrono::steady_clock::now() < next)
            co_await bringing_up_.until(next);
        if (!gone_)
            responds_ = co_await answers(facts_.timing.reply, Deadline::max());
    }
    co_await look_at_all();
}

Awaitable<void> CcidReader::look_at_all() {
    for (CcidSlot& slot : slots_)
        if (!gone_)
            co_await slot.look();
}

}  // namespace scrm::ccid
