// A slot's reader commands and attributes.
#include "drivers/ccid/ccid_slot.hpp"

namespace scrm::ccid {

using drivers::DriverError;

CcidSlot::Verb<std::size_t> CcidSlot::control(std::uint32_t, Bytes, MutableBytes, Deadline deadline) {
    const auto under_way = talk_.begin(deadline);
    if (gone_)
        co_return DriverError::DeviceGone;
    co_return DriverError::NotSupported;
}

CcidSlot::Verb<std::size_t> CcidSlot::get_attribute(std::uint32_t, MutableBytes, Deadline) {
    if (gone_)
        co_return DriverError::DeviceGone;
    co_return DriverError::NotSupported;
}

}  // namespace scrm::ccid
