// What is known of a device before anything has been opened.
#pragma once

#include <cstdint>
#include <string>

namespace scrm::drivers {

enum class Bus : std::uint8_t { Virtual, Usb, Serial };

struct DeviceInfo {
    Bus bus = Bus::Virtual;
    /// Names the place it is plugged in ("virtual:desk"); unique while it is there, the same after a re-plug.
    std::string address;
};

/// Told by a device monitor, on the loop. arrived() and departed() alternate for one address.
class DeviceListener {
  public:
    virtual void arrived(const DeviceInfo& device) = 0;
    virtual void departed(const DeviceInfo& device) = 0;
    /// Every device that was there when the monitor started has been told by arrived(). Once per monitor.
    virtual void enumerated() = 0;

  protected:
    ~DeviceListener() = default;
};

}  // namespace scrm::drivers
