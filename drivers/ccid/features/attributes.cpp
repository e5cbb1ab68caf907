#include "drivers/ccid/features/attributes.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "drivers/ccid/features/features.hpp"

namespace scrm::ccid {

using drivers::DriverError;
using drivers::Result;

namespace {

enum class Attribute : std::uint32_t {
    VendorName = 0x00010100,
    VendorIfdType = 0x00010101,
    VendorIfdVersion = 0x00010102,
    VendorIfdSerialNumber = 0x00010103,
    ChannelId = 0x00020110,
    AsyncProtocolTypes = 0x00030120,
    DefaultClock = 0x00030121,
    MaxClock = 0x00030122,
    DefaultDataRate = 0x00030123,
    MaxDataRate = 0x00030124,
    MaxIfsd = 0x00030125,
    SyncProtocolTypes = 0x00030126,
    PowerManagement = 0x00040131,
    Characteristics = 0x00060150,
    MaxInput = 0x0007A007,
    CurrentProtocolType = 0x00080201,
    CurrentClock = 0x00080202,
    CurrentF = 0x00080203,
    CurrentD = 0x00080204,
    CurrentN = 0x00080205,
    CurrentW = 0x00080206,
    CurrentIfsc = 0x00080207,
    CurrentIfsd = 0x00080208,
    CurrentBwt = 0x00080209,
    CurrentCwt = 0x0008020A,
    CurrentEbc = 0x0008020B,
    IccPresence = 0x00090300,
    IccInterfaceStatus = 0x00090301,
    AtrString = 0x00090303
};

constexpr std::uint32_t usb_channel = 0x00200000;
constexpr std::uint32_t protocol_t0 = 1, protocol_t1 = 2;
constexpr std::uint32_t no_wake_up = 0;
constexpr std::uint8_t card_absent = 0, card_present = 2;

Result<std::size_t> write(const std::string& text, MutableBytes value) {
    if (text.empty())
        return DriverError::NotSupported;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.c_str());
    return copy_out({bytes, text.size() + 1}, value);
}

Result<std::size_t> write(std::uint32_t number, MutableBytes value) {
    std::array<std::uint8_t, 4> bytes{};
    write_u32(bytes, 0, number);
    return copy_out(bytes, value);
}

Result<std::size_t> write_byte(std::uint8_t byte, MutableBytes value) {
    return copy_out({&byte, 1}, value);
}

std::optional<std::uint32_t> reader_number(const ReaderFacts& facts, Attribute id) {
    const Capabilities& can = facts.can;
    switch (id) {
        case Attribute::VendorIfdVersion:
            return std::uint32_t{facts.place.release} << 16U;
        case Attribute::ChannelId:
            return usb_channel | std::uint32_t{facts.place.bus} << 8U | facts.place.device;
        case Attribute::AsyncProtocolTypes:
            return (can.protocols.t0 ? protocol_t0 : 0) | (can.protocols.t1 ? protocol_t1 : 0);
        case Attribute::DefaultClock:
            return can.default_clock_khz;
        case Attribute::MaxClock:
            return can.max_clock_khz;
        case Attribute::DefaultDataRate:
            return can.default_data_rate;
        case Attribute::MaxDataRate:
            return can.max_data_rate;
        case Attribute::MaxIfsd:
            return can.ifsd;
        case Attribute::SyncProtocolTypes:
            return facts.descriptor.synchronous_protocols;
        case Attribute::PowerManagement:
            return no_wake_up;
        case Attribute::Characteristics:
            return facts.descriptor.mechanical;
        case Attribute::MaxInput:
            return max_command(facts);
        default:
            return std::nullopt;
    }
}

std::optional<std::uint32_t> t1_number(const CardLine& line, Attribute id) {
    const Parameters& parameters = line.parameters;
    switch (id) {
        case Attribute::CurrentIfsc:
            return line.t1 ? line.t1->ifsc() : parameters.ifsc;
        case Attribute::CurrentIfsd:
            return line.t1 ? line.t1->ifsd() : iso7816::t1_max_information;
        case Attribute::CurrentBwt:
            return parameters.waiting >> 4U;
        case Attribute::CurrentCwt:
            return parameters.waiting & 0xFU;
        case Attribute::CurrentEbc:
            return parameters.crc ? 1 : 0;
        default:
            return std::nullopt;
    }
}

std::optional<std::uint32_t> card_number(const ReaderFacts& facts, const CardLine& line, Attribute id) {
    const iso7816::Speed speed = iso7816::speed_of(line.parameters.fi_di);
    const bool is_t1 = line.parameters.protocol == 1;
    switch (id) {
        case Attribute::CurrentProtocolType:
            return is_t1 ? protocol_t1 : protocol_t0;
        case Attribute::CurrentClock:
            return facts.can.default_clock_khz;
        case Attribute::CurrentF:
            return speed.f;
        case Attribute::CurrentD:
            return speed.d;
        case Attribute::CurrentN:
            return line.parameters.guard_time;
        case Attribute::CurrentW:
            return is_t1 ? std::nullopt : std::optional<std::uint32_t>(line.parameters.waiting);
        default:
            return is_t1 ? t1_number(line, id) : std::nullopt;
    }
}

bool is_of_the_card(Attribute id) {
    return id >= Attribute::CurrentProtocolType && id <= Attribute::CurrentEbc;
}

Result<std::size_t> read_card(const AttributeSource& source, Attribute id, MutableBytes value) {
    if (source.supply == CardSupply::Empty)
        return DriverError::NoCard;
    if (source.supply == CardSupply::Unpowered)
        return DriverError::CardUnpowered;
    if (id == Attribute::AtrString)
        return copy_out(source.atr, value);
    if (source.line == nullptr)
        return DriverError::NotSupported;
    const auto number = card_number(source.facts, *source.line, id);
    return number ? write(*number, value) : Result<std::size_t>(DriverError::NotSupported);
}

}  // namespace

Result<std::size_t> copy_out(Bytes from, MutableBytes to) {
    if (from.size() > to.size())
        return DriverError::ResponseTooLong;
    std::ranges::copy(from, to.begin());
    return from.size();
}

Result<std::size_t> read_attribute(const AttributeSource& source, std::uint32_t id, MutableBytes value) {
    const auto attribute = static_cast<Attribute>(id);
    if (attribute == Attribute::AtrString || is_of_the_card(attribute))
        return read_card(source, attribute, value);
    if (const auto number = reader_number(source.facts, attribute))
        return write(*number, value);
    switch (attribute) {
        case Attribute::VendorName:
            return write(source.facts.place.manufacturer_name, value);
        case Attribute::VendorIfdType:
            return write(source.facts.place.product_name, value);
        case Attribute::VendorIfdSerialNumber:
            return write(source.facts.place.serial, value);
        case Attribute::IccPresence:
            return write_byte(source.supply == CardSupply::Empty ? card_absent : card_present, value);
        case Attribute::IccInterfaceStatus:
            return write_byte(source.supply == CardSupply::Powered ? 1 : 0, value);
        default:
            return DriverError::NotSupported;
    }
}

}  // namespace scrm::ccid
