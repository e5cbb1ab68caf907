// Whatever a device says of itself, what is made of it can be relied on.
#include <cstdlib>

#include "drivers/ccid/card/reader_facts.hpp"
#include "drivers/ccid/features/features.hpp"
#include "drivers/ccid/wire/capabilities.hpp"
#include "drivers/ccid/wire/message.hpp"

namespace {

using namespace scrm::ccid;

void require(bool holds) {
    if (!holds)
        std::abort();
}

void check(const Capabilities& can) {
    require(can.slots >= 1 && can.slots <= max_slots);
    require(can.busy_slots >= 1 && can.busy_slots <= can.slots);
    require(can.max_message >= 64 && can.max_message <= max_message_size);
    require(can.ifsd >= 1 && can.ifsd <= 254);
    require(can.ifsd + 15U <= can.max_message);
    require(!can.voltages.empty() && can.voltages.size() <= 3);
    require(can.default_clock_khz != 0 && can.max_clock_khz >= can.default_clock_khz);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    const Bytes bytes(data + 1, size - 1);
    scrm::usb::InterfaceDescription description;
    description.interface.interface_protocol = data[0] % 4;
    description.interface.extra.assign(bytes.begin(), bytes.end());
    if ((data[0] & 0x80U) != 0)
        description.interface.endpoints = {{0x02, scrm::usb::EndpointType::Bulk, 64, 0, {}},
                                           {0x82, scrm::usb::EndpointType::Bulk, 64, 0, {}}};
    const auto found = facts_of(description, {}, {}, nullptr);
    if (const auto* facts = std::get_if<ReaderFacts>(&found)) {
        check(facts->can);
        require(max_command(*facts) >= 64 - header_size);
        require(tlv_properties(*facts).size() < 64);
        require(feature_list(*facts).size() % 6 == 0);
    }
    return 0;
}
