// What is known of a device before anything has been opened.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace scrm::drivers {

/// Lives in the daemon itself; its address says all.
struct VirtualPlace {
    bool operator==(const VirtualPlace&) const = default;
};

/// One interface of a USB device, as its descriptors and sysfs tell it. A device with several reader
/// interfaces is told of once for each.
struct UsbInterface {
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::uint16_t release = 0;  // bcdDevice
    std::uint8_t number = 0;    // bInterfaceNumber
    std::uint8_t interface_class = 0;
    std::uint8_t interface_subclass = 0;
    std::uint8_t interface_protocol = 0;
    std::uint8_t bus = 0;
    std::uint8_t device = 0;  // its number on the bus, new at each re-plug
    std::uint8_t slots = 1;   // as its CCID descriptor tells
    std::string port_path;    // "1-1.3.2": the same at each re-plug
    std::string node;         // "/dev/bus/usb/001/004"
    std::string manufacturer_name;
    std::string product_name;
    std::string serial;
    std::string interface_name;

    bool operator==(const UsbInterface&) const = default;
};

/// A reader that nobody can discover: a serial one, or a program that acts as one. From reader.conf.
struct ConfiguredReader {
    std::string friendly_name;
    std::string device_name;  // empty: opened by its channel
    std::string library;      // of its IFD handler
    std::uint32_t channel = 0;

    bool operator==(const ConfiguredReader&) const = default;
};

struct DeviceInfo {
    /// Names the place it is plugged in ("virtual:desk", "usb:1-1.3:1.0", "conf:Serial Reader@/dev/ttyS0");
    /// unique while it is there, the same after a re-plug.
    std::string address;
    std::variant<VirtualPlace, UsbInterface, ConfiguredReader> what;

    bool operator==(const DeviceInfo&) const = default;
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
