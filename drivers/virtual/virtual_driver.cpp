#include "drivers/virtual/virtual_driver.hpp"

#include <boost/asio/this_coro.hpp>

#include "drivers/virtual/virtual_device.hpp"

namespace scrm::virtual_reader {

using drivers::DriverError;

drivers::Match VirtualDriver::match(const drivers::DeviceInfo& device) const {
    return std::holds_alternative<drivers::VirtualPlace>(device.what) ? drivers::Match::Exact
                                                                      : drivers::Match::No;
}

drivers::Awaitable<drivers::Result<std::unique_ptr<drivers::ReaderDevice>>> VirtualDriver::open(
    drivers::DeviceInfo device, drivers::Deadline) {
    const auto executor = co_await boost::asio::this_coro::executor;
    const auto reader = bus_.at_address(device.address);
    if (!reader)
        co_return DriverError::DeviceGone;
    if (reader->is_open())
        co_return DriverError::Refused;
    std::unique_ptr<drivers::ReaderDevice> opened = std::make_unique<VirtualDevice>(executor, reader);
    co_return opened;
}

}  // namespace scrm::virtual_reader
