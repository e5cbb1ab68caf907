// Opens what stands on a virtual bus.
#pragma once

#include "drivers/api/driver.hpp"
#include "drivers/virtual/virtual_bus.hpp"

namespace scrm::virtual_reader {

class VirtualDriver final : public drivers::Driver {
  public:
    /// `bus` must outlive the driver.
    explicit VirtualDriver(const VirtualBus& bus) : bus_(bus) {}

    [[nodiscard]] std::string_view name() const override { return "virtual"; }
    [[nodiscard]] drivers::Match match(const drivers::DeviceInfo& device) const override;
    /// DeviceGone if it is not plugged in (any more), Refused while it is open already.
    drivers::Awaitable<drivers::Result<std::unique_ptr<drivers::ReaderDevice>>> open(
        drivers::DeviceInfo device, drivers::Deadline deadline) override;

  private:
    const VirtualBus& bus_;
};

}  // namespace scrm::virtual_reader
