// A device that is open: a name and one or more slots. Destroyed by the resource manager after close() has
// ended.
#pragma once

#include <cstddef>
#include <string>

#include "drivers/api/slot.hpp"

namespace scrm::drivers {

/// What a reader's name is made of: "Friendly [interface] (serial)"; empty parts are left out.
struct ReaderIdentity {
    std::string friendly_name;
    std::string interface_name;
    std::string serial;
};

class ReaderDevice {
  public:
    ReaderDevice() = default;
    ReaderDevice(const ReaderDevice&) = delete;
    ReaderDevice& operator=(const ReaderDevice&) = delete;
    virtual ~ReaderDevice() = default;

    [[nodiscard]] virtual const ReaderIdentity& identity() const = 0;
    [[nodiscard]] virtual std::size_t slot_count() const = 0;
    /// `index` < slot_count(); the slot lives as long as the device.
    virtual Slot& slot(std::size_t index) = 0;

    /// Ends every verb with DeviceGone and gives the device back. Ends when nobody is inside any more: no
    /// verb, no transfer, no process. Always succeeds in the end.
    virtual Awaitable<void> close() = 0;
};

}  // namespace scrm::drivers
