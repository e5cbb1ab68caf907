// A card behind USB: one bulk transfer out, one in. A command that is given up leaves its transfers to end
// behind it, as long as the kernel needs; the next command waits for them within its own deadline.
#pragma once

#include "drivers/api/pending_verb.hpp"
#include "tests/fakes/drivers/exchange_only_slot.hpp"
#include "tests/fakes/drivers/usb_transfer.hpp"

namespace scrm::fakes {

class UsbSlot final : public ExchangeOnlySlot {
  public:
    /// `device` is the slot's to close.
    UsbSlot(const scrm::drivers::Executor& executor, libusb_device_handle* device);

    Verb<std::size_t> exchange(drivers::Protocol protocol, drivers::Bytes command,
                               drivers::MutableBytes response, drivers::Deadline deadline) override;
    void cancel() override { verb_.fail(drivers::DriverError::Cancelled); }

    /// What a device's close() does for its slot.
    drivers::Awaitable<void> close();

  private:
    [[nodiscard]] bool idle() const { return out_.idle() && in_.idle(); }
    int start(drivers::Bytes command);
    void give_up();
    void note(libusb_transfer_status status);

    libusb_device_handle* device_;
    drivers::PendingVerb verb_;
    UsbTransfer out_;
    UsbTransfer in_;
    drivers::PendingVerb closing_;
    boost::asio::thread_pool blocking_{1};  // last: it is joined before the transfers go
};

}  // namespace scrm::fakes
