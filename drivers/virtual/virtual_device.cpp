#include "drivers/virtual/virtual_device.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "drivers/api/awaitable.hpp"

namespace scrm::virtual_reader {

VirtualDevice::VirtualDevice(const drivers::Executor& executor, std::shared_ptr<VirtualReader> reader)
    : reader_(std::move(reader)),
      identity_{.friendly_name = reader_->name(), .interface_name = {}, .serial = {}} {
    for (std::size_t i = 0; i < reader_->slot_count(); ++i)
        slots_.emplace_back(executor, *reader_, i);
}

drivers::Awaitable<void> VirtualDevice::close() {
    for (VirtualSlot& slot : slots_)
        slot.shut();
    // Verbs that were interrupted end when the loop resumes them: let it, before the slots may be destroyed.
    const auto busy = [](const VirtualSlot& slot) { return slot.busy(); };
    while (std::any_of(slots_.begin(), slots_.end(), busy))
        co_await boost::asio::post(drivers::use_awaitable);
}

}  // namespace scrm::virtual_reader
