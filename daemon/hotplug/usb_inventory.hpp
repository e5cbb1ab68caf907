// Which USB readers are there, as told so far: makes arrivals and departures of whatever a monitor sees, so
// that events may come twice, late, or not at all. Pure.
#pragma once

#include <map>
#include <set>
#include <string>

#include "drivers/api/device_info.hpp"

namespace scrm::hotplug {

class UsbInventory {
  public:
    explicit UsbInventory(drivers::DeviceListener& listener) : listener_(listener) {}

    /// A device is there. Once more is nothing new, unless it is another device at that place by now.
    void seen(const drivers::DeviceInfo& device);
    void gone(const std::string& address);
    /// Whatever else was told of is gone.
    void only(const std::set<std::string>& addresses);

  private:
    drivers::DeviceListener& listener_;
    std::map<std::string, drivers::DeviceInfo> there_;
};

}  // namespace scrm::hotplug
