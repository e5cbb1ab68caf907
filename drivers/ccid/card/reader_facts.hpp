// What all slots of one open reader share: what it is, what it can do, and what was learnt of it.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "drivers/api/device_info.hpp"
#include "drivers/ccid/card/speed_memory.hpp"
#include "drivers/ccid/quirks/quirks.hpp"
#include "drivers/ccid/wire/capabilities.hpp"
#include "drivers/ccid/wire/timing.hpp"
#include "drivers/usb/interface_description.hpp"

namespace scrm::ccid {

struct ReaderFacts {
    drivers::UsbInterface place;
    ClassDescriptor descriptor;
    Capabilities can;
    Quirks quirks;
    Timing timing;
    /// Bits per second it names; empty if it names none that can be believed.
    std::vector<std::uint32_t> data_rates;
    std::shared_ptr<SpeedMemory> speeds;
    /// "04E6:5116:0523": what the speed memory knows it by.
    std::string model;
    /// This firmware wants P3 = 00 with commands that have no data, against the standard.
    bool wants_p3 = false;
};

/// Why an interface is not driven; for people.
struct ReaderRefusal {
    std::string reason;
};

/// What the descriptors and the quirks tell. Takes anything a device may say.
[[nodiscard]] std::variant<ReaderFacts, ReaderRefusal> facts_of(const usb::InterfaceDescription& description,
                                                                const Quirks& quirks, const Timing& timing,
                                                                std::shared_ptr<SpeedMemory> speeds);

}  // namespace scrm::ccid
