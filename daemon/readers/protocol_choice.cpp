#include "daemon/readers/protocol_choice.hpp"

#include "drivers/iso7816/atr_parameters.hpp"

namespace scrm::readers {
namespace {

// What the card offers, as a mask. A card whose ATR says nothing speaks T=0 (ISO 7816-3); one whose ATR
// cannot be read at all is left to the driver.
std::uint32_t offered_by(drivers::Bytes bytes) {
    const auto parsed = iso7816::parse_atr(bytes);
    const auto* atr = std::get_if<iso7816::Atr>(&parsed);
    if (!atr)
        return protocol_mask::t0 | protocol_mask::t1;
    const auto only = iso7816::specific_mode(*atr);
    const auto speaks = [&](std::uint8_t t) { return only ? only->protocol == t : atr->offers(t); };
    return (speaks(0) ? protocol_mask::t0 : 0) | (speaks(1) ? protocol_mask::t1 : 0);
}

}  // namespace

std::uint32_t to_mask(drivers::Protocol protocol) {
    switch (protocol) {
        case drivers::Protocol::T0:
            return protocol_mask::t0;
        case drivers::Protocol::T1:
            return protocol_mask::t1;
        case drivers::Protocol::Raw:
            return protocol_mask::raw;
    }
    return 0;
}

std::optional<drivers::Protocol> to_protocol(std::uint32_t mask) {
    switch (mask) {
        case protocol_mask::t0:
            return drivers::Protocol::T0;
        case protocol_mask::t1:
            return drivers::Protocol::T1;
        case protocol_mask::raw:
            return drivers::Protocol::Raw;
        default:
            return std::nullopt;
    }
}

std::optional<drivers::Protocol> choose_protocol(drivers::Bytes atr, std::uint32_t preferred) {
    const std::uint32_t common = offered_by(atr) & preferred;
    if (common & protocol_mask::t1)
        return drivers::Protocol::T1;
    if (common & protocol_mask::t0)
        return drivers::Protocol::T0;
    if (preferred & protocol_mask::raw)
        return drivers::Protocol::Raw;
    return std::nullopt;
}

drivers::Protocol unasked_protocol(drivers::Bytes atr) {
    const auto parsed = iso7816::parse_atr(atr);
    const auto* fields = std::get_if<iso7816::Atr>(&parsed);
    if (!fields)
        return drivers::Protocol::T0;
    const auto only = iso7816::specific_mode(*fields);
    const unsigned protocol = only ? only->protocol : fields->first_protocol();
    return protocol == 1 ? drivers::Protocol::T1 : drivers::Protocol::T0;
}

}  // namespace scrm::readers
