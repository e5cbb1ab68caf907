#include "drivers/ccid/reader/ccid_reader.hpp"

#include <boost/asio/post.hpp>

#include "drivers/api/spawn.hpp"
#include "drivers/ccid/wire/command_queue.hpp"
#include "drivers/ccid/wire/iccd_port.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::Deadline;
using drivers::DriverError;
using drivers::Result;

namespace {

Deadline in(Milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

std::unique_ptr<CommandPort> port_for(const drivers::Executor& executor, usb::Interface& usb,
                                      const ReaderFacts& facts) {
    if (facts.can.transport == Transport::Bulk)
        return std::make_unique<CommandQueue>(executor, usb, facts.can, facts.timing);
    return std::make_unique<IccdPort>(executor, usb, facts.can.transport, facts.timing);
}

std::string friendly_name(const drivers::UsbInterface& place) {
    const std::string& maker = place.manufacturer_name;
    const std::string& product = place.product_name;
    if (maker.empty() || product.starts_with(maker))
        return product.empty() ? "USB smart card reader" : product;
    return product.empty() ? maker : maker + ' ' + product;
}

}  // namespace

CcidReader::CcidReader(const drivers::Executor& executor, std::unique_ptr<usb::Interface> usb,
                       ReaderFacts facts)
    : executor_(executor),
      usb_(std::move(usb)),
      facts_(std::move(facts)),
      identity_{.friendly_name = friendly_name(facts_.place),
                .interface_name = facts_.place.interface_name,
                .serial = facts_.place.serial},
      port_(port_for(executor, *usb_, facts_)),
      bringing_up_(executor),
      watching_(executor) {
    port_->when_gone([this] { shut(); });
    for (std::uint8_t index = 0; index < facts_.can.slots; ++index)
        slots_.emplace_back(executor, *port_, index, facts_);
}

void CcidReader::shut() {
    if (std::exchange(gone_, true))
        return;
    for (CcidSlot& slot : slots_)
        slot.shut();
    bringing_up_.interrupt(DriverError::DeviceGone);
    watching_.interrupt(DriverError::DeviceGone);
    port_->shut();
    usb_->cancel(usb::Pipe::InterruptIn);
    if (const auto tell = std::exchange(lost_, nullptr))
        tell();
}

bool CcidReader::busy() const {
    bool any = inside_.use_count() > 1 || port_->busy() || bringing_up_.under_way() || watching_.under_way();
    for (const CcidSlot& slot : slots_)
        any = any || slot.busy();
    return any;
}

// Cards are switched off if that is a matter of moments; a reader that has gone, or is wedged, is let go.
Awaitable<void> CcidReader::close() {
    const Deadline end = in(facts_.timing.card_left);
    lost_ = nullptr;
    for (CcidSlot& slot : slots_)
        if (!gone_)
            co_await slot.switch_off_at_last(end);
    shut();
    co_await usb_->close();
    while (busy())
        co_await boost::asio::post(drivers::use_awaitable);
}

}  // namespace scrm::ccid
