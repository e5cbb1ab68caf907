// The 54 bytes with which a reader tells what it can do (CCID 1.1, 5.1), as they came. What is to be believed
// of them is in capabilities.hpp.
#pragma once

#include <cstdint>
#include <optional>

#include "drivers/ccid/wire/bytes.hpp"

namespace scrm::ccid {

inline constexpr std::size_t class_descriptor_size = 54;

struct ClassDescriptor {
    std::uint16_t version = 0;  // bcdCCID
    std::uint8_t max_slot_index = 0;
    std::uint8_t voltages = 0;
    std::uint32_t protocols = 0;
    std::uint32_t default_clock_khz = 0;
    std::uint32_t max_clock_khz = 0;
    std::uint8_t clocks = 0;
    std::uint32_t data_rate = 0;
    std::uint32_t max_data_rate = 0;
    std::uint8_t data_rates = 0;
    std::uint32_t max_ifsd = 0;
    std::uint32_t synchronous_protocols = 0;
    std::uint32_t mechanical = 0;
    std::uint32_t features = 0;
    std::uint32_t max_message = 0;
    std::uint8_t class_get_response = 0;
    std::uint8_t class_envelope = 0;
    std::uint16_t lcd_layout = 0;
    std::uint8_t pin_support = 0;
    std::uint8_t max_busy_slots = 0;
};

/// Bits of dwFeatures.
namespace feature {
inline constexpr std::uint32_t parameters_from_atr = 0x2;
inline constexpr std::uint32_t activates_on_insertion = 0x4;
inline constexpr std::uint32_t chooses_voltage = 0x8;
inline constexpr std::uint32_t chooses_clock = 0x10;
inline constexpr std::uint32_t chooses_baud_rate = 0x20;
inline constexpr std::uint32_t negotiates_alone = 0x40;
inline constexpr std::uint32_t sends_pps = 0x80;
inline constexpr std::uint32_t stops_clock = 0x100;
inline constexpr std::uint32_t takes_nad = 0x200;
inline constexpr std::uint32_t exchanges_ifsd = 0x400;
inline constexpr std::uint32_t level_mask = 0x70000;
inline constexpr std::uint32_t level_tpdu = 0x10000;
inline constexpr std::uint32_t level_short_apdu = 0x20000;
inline constexpr std::uint32_t level_extended_apdu = 0x40000;
}  // namespace feature

/// Looks through the descriptors that stand behind an interface or an endpoint descriptor, of any content.
/// A class descriptor is one of 54 bytes whose type is 21h, or FFh as some devices have it.
[[nodiscard]] std::optional<ClassDescriptor> find_class_descriptor(Bytes descriptors);

}  // namespace scrm::ccid
