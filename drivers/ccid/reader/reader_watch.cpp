// Who tells that a card went in or out: the interrupt pipe, where there is one that works; else a look at
// every slot from time to time.
#include "drivers/ccid/reader/ccid_reader.hpp"

#include <algorithm>

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::Deadline;

namespace {

// An interrupt pipe that fails so often in a row is not asked any more.
constexpr int most_failures = 3;

Deadline in(Milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

std::size_t interrupt_packet(const usb::InterfaceDescription& description) {
    for (const usb::Endpoint& endpoint : description.interface.endpoints)
        if (endpoint.type == usb::EndpointType::Interrupt && endpoint.is_in())
            return std::max<std::size_t>(endpoint.max_packet, 1);
    return 0;
}

}  // namespace

Awaitable<void> CcidReader::watch(std::shared_ptr<void>) {
    const auto under_way = watching_.begin(Deadline::max());
    if (facts_.can.transport != Transport::Bulk)  // a token's card never moves
        co_return;
    std::vector<std::uint8_t> room(interrupt_packet(usb_->description()));
    int failures = room.empty() || facts_.quirks.polls ? most_failures : 0;
    while (failures < most_failures && !gone_) {
        const bool noticed = co_await take_notice(room);
        failures = noticed ? 0 : failures + 1;
    }
    if (!gone_)
        co_await poll();
}

Awaitable<bool> CcidReader::take_notice(MutableBytes room) {
    const auto read = co_await usb_->interrupt_in(room);
    if (read.status == usb::UsbStatus::Gone)
        shut();
    if (gone_)
        co_return false;
    if (!read.ok()) {
        co_await usb_->clear_halt(usb::Pipe::InterruptIn, in(facts_.timing.reply));
        co_return false;
    }
    const InterruptMessage message =
        decode_interrupt(room.first(std::min(read.size, room.size())), facts_.can.slots);
    if (const auto* change = std::get_if<SlotChange>(&message))
        for (std::size_t i = 0; i < change->slots.size(); ++i)
            slots_[i].noticed(change->slots[i]);
    co_return true;
}

Awaitable<void> CcidReader::poll() {
    while (!gone_) {
        co_await watching_.until(in(facts_.timing.poll));
        for (CcidSlot& slot : slots_)
            if (!gone_ && responds_)
                co_await slot.look();
    }
}

}  // namespace scrm::ccid
