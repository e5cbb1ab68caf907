// What a control code asks for. PC/SC numbers them one way, Windows another; both are understood, so that
// programs and remote desktops that carry one to the other work. Pure.
#pragma once

#include <cstdint>

namespace scrm::drivers {

enum class ControlKind : std::uint8_t {
    GetFeatures,
    VerifyPin,
    ModifyPin,
    PinProperties,
    MctReaderDirect,
    TlvProperties,
    Escape,
    Unknown
};

/// Features of PC/SC part 10 by their tags.
namespace pcsc_feature {
inline constexpr std::uint8_t verify_pin_direct = 0x06;
inline constexpr std::uint8_t modify_pin_direct = 0x07;
inline constexpr std::uint8_t mct_reader_direct = 0x08;
inline constexpr std::uint8_t ifd_pin_properties = 0x0A;
inline constexpr std::uint8_t get_tlv_properties = 0x12;
inline constexpr std::uint8_t ccid_escape = 0x13;
}  // namespace pcsc_feature

/// The code by which that feature is used.
[[nodiscard]] constexpr std::uint32_t feature_code(std::uint8_t feature) {
    return 0x42330000U + feature;
}

[[nodiscard]] ControlKind control_kind(std::uint32_t code);

}  // namespace scrm::drivers
