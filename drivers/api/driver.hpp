// A driver: says how well it fits a device, and opens it.
#pragma once

#include <memory>
#include <string_view>

#include "drivers/api/device_info.hpp"
#include "drivers/api/expectation.hpp"
#include "drivers/api/reader_device.hpp"

namespace scrm::drivers {

/// How well a driver fits a device; the highest wins, No never opens.
enum class Match : std::uint8_t { No, Class, Exact };

class Driver {
  public:
    virtual ~Driver() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual Match match(const DeviceInfo& device) const = 0;
    /// For a device that it matches. What opens may be different, but then its readers may change their
    /// places.
    [[nodiscard]] virtual Expectation expect(const DeviceInfo& device) const {
        return usual_expectation(device);
    }
    virtual Awaitable<Result<std::unique_ptr<ReaderDevice>>> open(DeviceInfo device, Deadline deadline) = 0;
    /// Nobody wants this device any more: each open() of it that is under way is to fail now, with
    /// DeviceGone. Nothing for drivers that never wait for anybody but their device.
    virtual void give_up(const DeviceInfo& device) { (void)device; }
};

}  // namespace scrm::drivers
