#include "drivers/virtual/slot_attributes.hpp"

#include <cstring>

namespace scrm::virtual_reader {
namespace {

using drivers::DriverError;
using drivers::Result;

enum class Attribute : std::uint32_t {
    VendorName = 0x00010100,
    VendorIfdType = 0x00010101,
    VendorIfdVersion = 0x00010102,
    VendorIfdSerialNumber = 0x00010103,
    ChannelId = 0x00020110,
    AsyncProtocolTypes = 0x00030120,
    CurrentProtocolType = 0x00080201,
    IccPresence = 0x00090300,
    IccInterfaceStatus = 0x00090301,
    AtrString = 0x00090303,
    MaxInput = 0x0007A007
};

constexpr std::string_view vendor_name = "scrm";
constexpr std::string_view ifd_type = "virtual reader";
constexpr std::uint32_t version = 0x01000000;         // 1.0, build 0
constexpr std::uint32_t vendor_channel = 0x00F00000;  // DDDD = 00F0: a vendor's own kind of channel
constexpr std::uint32_t protocol_t0 = 1;
constexpr std::uint32_t protocol_t1 = 2;
constexpr std::uint32_t max_input = 4 + 3 + 65535 + 2;  // the longest command: header, Lc, data, Le
constexpr std::uint8_t card_absent = 0;
constexpr std::uint8_t card_present = 2;

Result<std::size_t> write(Bytes from, MutableBytes value) {
    if (from.size() > value.size())
        return DriverError::ResponseTooLong;
    if (!from.empty())
        std::memcpy(value.data(), from.data(), from.size());
    return from.size();
}

Result<std::size_t> write(std::string_view text, MutableBytes value) {
    return write(Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), value);
}

Result<std::size_t> write(std::uint32_t number, MutableBytes value) {
    return write(Bytes(reinterpret_cast<const std::uint8_t*>(&number), sizeof number), value);
}

Result<std::size_t> write(std::uint8_t byte, MutableBytes value) {
    return write(Bytes(&byte, 1), value);
}

std::uint32_t protocol_type(std::optional<Transport> transport) {
    if (!transport)
        return 0;
    return *transport == Transport::T0 ? protocol_t0 : protocol_t1;
}

Result<std::size_t> write_atr(const SlotFacts& facts, MutableBytes value) {
    switch (facts.power) {
        case SlotPower::Empty:
            return DriverError::NoCard;
        case SlotPower::Unpowered:
            return DriverError::CardUnpowered;
        case SlotPower::Powered:
            return write(facts.atr, value);
    }
    return DriverError::NotSupported;
}

}  // namespace

Result<std::size_t> read_attribute(const SlotFacts& facts, std::uint32_t id, MutableBytes value) {
    switch (static_cast<Attribute>(id)) {
        case Attribute::VendorName:
            return write(vendor_name, value);
        case Attribute::VendorIfdType:
            return write(ifd_type, value);
        case Attribute::VendorIfdVersion:
            return write(version, value);
        case Attribute::VendorIfdSerialNumber:
            return write(facts.reader_name, value);
        case Attribute::ChannelId:
            return write(vendor_channel | static_cast<std::uint32_t>(facts.slot_index), value);
        case Attribute::AsyncProtocolTypes:
            return write(protocol_t0 | protocol_t1, value);
        case Attribute::CurrentProtocolType:
            return write(protocol_type(facts.transport), value);
        case Attribute::IccPresence:
            return write(facts.power == SlotPower::Empty ? card_absent : card_present, value);
        case Attribute::IccInterfaceStatus:
            return write(static_cast<std::uint8_t>(facts.power == SlotPower::Powered ? 1 : 0), value);
        case Attribute::AtrString:
            return write_atr(facts, value);
        case Attribute::MaxInput:
            return write(max_input, value);
    }
    return DriverError::NotSupported;
}

}  // namespace scrm::virtual_reader
