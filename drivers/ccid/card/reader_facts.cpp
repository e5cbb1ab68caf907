#include "drivers/ccid/card/reader_facts.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace scrm::ccid {
namespace {

// It stands behind the interface descriptor, or behind an endpoint's.
std::optional<ClassDescriptor> descriptor_in(const usb::InterfaceDescriptor& interface) {
    if (const auto found = find_class_descriptor(interface.extra))
        return found;
    for (const usb::Endpoint& endpoint : interface.endpoints)
        if (const auto found = find_class_descriptor(endpoint.extra))
            return found;
    return std::nullopt;
}

BulkEndpoints bulk_endpoints_of(const usb::InterfaceDescriptor& interface) {
    const auto has = [&](bool in) {
        return std::ranges::any_of(interface.endpoints, [in](const usb::Endpoint& endpoint) {
            return endpoint.type == usb::EndpointType::Bulk && endpoint.is_in() == in;
        });
    };
    return has(true) && has(false) ? BulkEndpoints::Pair : BulkEndpoints::None;
}

// Tokens without bulk pipes negotiate nothing. What goes to version A in parts is one TPDU to whoever sends
// it; version B has no way to be told how many characters to take, and chains whatever level it announces.
void settle_token(Capabilities& can) {
    if (can.transport == Transport::Bulk)
        return;
    can.pps = PpsDuty::ReaderAlone;
    can.slots = 1;
    can.busy_slots = 1;
    can.voltages = {Voltage::Automatic};
    if (can.transport == Transport::IccdA || can.level == ExchangeLevel::Character)
        can.level = ExchangeLevel::Tpdu;
    else if (can.level == ExchangeLevel::ShortApdu)
        can.level = ExchangeLevel::ExtendedApdu;
}

std::string model_of(const drivers::UsbInterface& place) {
    std::array<char, sizeof "0000:0000:0000"> text{};
    (void)std::snprintf(text.data(), text.size(), "%04X:%04X:%04X", place.vendor, place.product,
                        place.release);
    return text.data();
}

}  // namespace

std::variant<ReaderFacts, ReaderRefusal> facts_of(const usb::InterfaceDescription& description,
                                                  const Quirks& quirks, const Timing& timing,
                                                  std::shared_ptr<SpeedMemory> speeds) {
    if (quirks.refused)
        return ReaderRefusal{*quirks.refused};
    const auto descriptor = descriptor_in(description.interface);
    if (!descriptor)
        return ReaderRefusal{"the interface has no smart card class descriptor"};
    ReaderFacts facts;
    facts.place = description.place;
    facts.descriptor = *descriptor;
    facts.can = capabilities_of(*descriptor, description.interface.interface_protocol,
                                bulk_endpoints_of(description.interface));
    apply(quirks, facts.can);
    settle_token(facts.can);
    facts.quirks = quirks;
    facts.timing = timing;
    if (quirks.reply_ms != 0)
        facts.timing.reply = std::max(facts.timing.reply, Milliseconds(quirks.reply_ms));
    facts.speeds = std::move(speeds);
    facts.model = model_of(description.place);
    return facts;
}

}  // namespace scrm::ccid
