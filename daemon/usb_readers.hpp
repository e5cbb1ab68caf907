// USB readers driven by our own driver: the bus they are on, the quirks of their models, the driver.
#pragma once

#include "drivers/ccid/ccid_driver.hpp"
#include "drivers/usb/libusb_bus.hpp"

namespace scrm {

class UsbReaders {
  public:
    /// Quirks, those of the administrator too, are read with the first device; what is wrong with them is
    /// logged.
    explicit UsbReaders(const drivers::Executor& executor);

    [[nodiscard]] drivers::Driver& driver() { return driver_; }

  private:
    usb::LibusbBus bus_;
    ccid::CcidDriver driver_;
};

}  // namespace scrm
