#include "drivers/api/control_codes.hpp"

#include <optional>

namespace scrm::drivers {
namespace {

constexpr std::uint32_t pcsc_base = 0x42000000;
constexpr std::uint32_t windows_base = 0x00310000;
constexpr std::uint32_t windows_end = 0x00320000;
constexpr std::uint32_t first_feature = 0x330000;

constexpr std::uint32_t get_feature_request = 3400;
constexpr std::uint32_t vendor_ifd_exchange = 1;
constexpr std::uint32_t windows_escape = 3500;

// The number that both ways of writing it have in common.
std::optional<std::uint32_t> number_of(std::uint32_t code) {
    if (code >= windows_base && code < windows_end && code % 4 == 0)
        return (code - windows_base) / 4;
    if (code >= pcsc_base && code - pcsc_base <= first_feature + 0xFF)
        return code - pcsc_base;
    return std::nullopt;
}

ControlKind feature_kind(std::uint32_t feature) {
    switch (feature) {
        case pcsc_feature::verify_pin_direct:
            return ControlKind::VerifyPin;
        case pcsc_feature::modify_pin_direct:
            return ControlKind::ModifyPin;
        case pcsc_feature::mct_reader_direct:
            return ControlKind::MctReaderDirect;
        case pcsc_feature::ifd_pin_properties:
            return ControlKind::PinProperties;
        case pcsc_feature::get_tlv_properties:
            return ControlKind::TlvProperties;
        case pcsc_feature::ccid_escape:
            return ControlKind::Escape;
        default:
            return ControlKind::Unknown;
    }
}

}  // namespace

ControlKind control_kind(std::uint32_t code) {
    const auto number = number_of(code);
    if (!number)
        return ControlKind::Unknown;
    if (*number == get_feature_request)
        return ControlKind::GetFeatures;
    if (*number == vendor_ifd_exchange || *number == windows_escape)
        return ControlKind::Escape;
    return *number >= first_feature ? feature_kind(*number - first_feature) : ControlKind::Unknown;
}

}  // namespace scrm::drivers
