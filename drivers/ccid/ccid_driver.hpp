// Opens USB smart card readers and tokens by their class, whatever their make.
#pragma once

#include <functional>
#include <optional>

#include "drivers/api/driver.hpp"
#include "drivers/ccid/card/speed_memory.hpp"
#include "drivers/ccid/quirks/quirk_table.hpp"
#include "drivers/ccid/wire/timing.hpp"
#include "drivers/usb/usb_bus.hpp"

namespace scrm::ccid {

class CcidReader;

class CcidDriver final : public drivers::Driver {
  public:
    /// Hears, in words, why a reader could not be opened.
    using Listener = std::function<void(const std::string&)>;

    /// Where the quirks come from: asked once, when the first device is there to have any.
    using QuirkSource = std::function<QuirkTable()>;

    /// `bus` must outlive the driver.
    CcidDriver(drivers::Executor executor, usb::Bus& bus, QuirkSource quirks, Listener listener,
               const Timing& timing = {});

    [[nodiscard]] std::string_view name() const override { return "ccid"; }
    /// Class: the interface is of the smart card class, or known to be one behind a vendor's class.
    [[nodiscard]] drivers::Match match(const drivers::DeviceInfo& device) const override;
    /// Refused: somebody forbids it (access rights, another program, a quirk); NotSupported: it is no reader
    /// after all. The listener hears more.
    drivers::Awaitable<drivers::Result<std::unique_ptr<drivers::ReaderDevice>>> open(
        drivers::DeviceInfo device, drivers::Deadline deadline) override;

  private:
    using Reader = drivers::Awaitable<drivers::Result<std::unique_ptr<CcidReader>>>;

    /// Open and brought up. DeviceGone: the device is not there. `lost`: it was, and may be in a moment.
    Reader open_reader(drivers::DeviceInfo device, drivers::Deadline deadline, drivers::DriverError lost);
    Reader open_anew(drivers::DeviceInfo device);
    [[nodiscard]] const QuirkTable& quirks() const;
    drivers::DriverError failed(const std::string& address, const usb::OpenError& error);

    drivers::Executor executor_;
    usb::Bus& bus_;
    QuirkSource quirk_source_;
    mutable std::optional<QuirkTable> quirks_;  // read late: most starts meet no device that has any
    Listener listener_;
    Timing timing_;
    std::shared_ptr<SpeedMemory> speeds_ = std::make_shared<SpeedMemory>();
};

}  // namespace scrm::ccid
