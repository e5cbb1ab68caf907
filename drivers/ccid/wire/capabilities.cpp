#include "drivers/ccid/wire/capabilities.hpp"

#include <algorithm>

#include "drivers/ccid/wire/message.hpp"

namespace scrm::ccid {
namespace {

// Firmware of one family says 263 and takes a short APDU of full length.
constexpr std::uint32_t under_reported_message = 263, short_apdu_message = 271;
constexpr std::uint32_t min_message = 64;  // one packet; none on record takes less
// A T=1 block in a message, with what some firmware puts around it.
constexpr std::uint32_t block_overhead = header_size + 5;
constexpr std::uint32_t largest_ifsd = 254;
constexpr std::uint32_t default_ifsd = 32;  // of a reader that names none
constexpr std::uint32_t slowest_clock_khz = 100;
constexpr std::uint32_t fastest_clock_khz = 100'000;
constexpr std::uint32_t usual_clock_khz = 4000;
constexpr std::uint8_t volt_5 = 1, volt_3 = 2, volt_1_8 = 4;

Transport transport_of(std::uint8_t interface_protocol, BulkEndpoints endpoints) {
    if (endpoints == BulkEndpoints::Pair)
        return Transport::Bulk;
    return interface_protocol == 1 ? Transport::IccdA : Transport::IccdB;
}

ExchangeLevel level_of(std::uint32_t features) {
    if ((features & feature::level_extended_apdu) != 0)
        return ExchangeLevel::ExtendedApdu;
    if ((features & feature::level_short_apdu) != 0)
        return ExchangeLevel::ShortApdu;
    return (features & feature::level_tpdu) != 0 ? ExchangeLevel::Tpdu : ExchangeLevel::Character;
}

// Both bits exclude each other; where both are set the reader has proved to manage alone.
PpsDuty pps_duty_of(std::uint32_t features) {
    if ((features & feature::negotiates_alone) != 0)
        return PpsDuty::ReaderAlone;
    return (features & feature::sends_pps) != 0 ? PpsDuty::Reader : PpsDuty::Host;
}

std::vector<Voltage> voltages_of(const ClassDescriptor& descriptor) {
    const bool reader_chooses =
        (descriptor.features & (feature::chooses_voltage | feature::activates_on_insertion)) != 0;
    return voltage_ladder(reader_chooses ? 0 : descriptor.voltages);
}

std::uint8_t ifsd_of(const ClassDescriptor& descriptor, std::uint32_t max_message) {
    const std::uint32_t announced = descriptor.max_ifsd == 0 ? default_ifsd : descriptor.max_ifsd;
    return static_cast<std::uint8_t>(std::min<std::uint32_t>(announced, longest_block(max_message)));
}

std::uint32_t clock_of(std::uint32_t khz) {
    return khz < slowest_clock_khz || khz > fastest_clock_khz ? usual_clock_khz : khz;
}

}  // namespace

std::size_t Capabilities::max_data() const {
    return max_message - header_size;
}

std::uint8_t longest_block(std::uint32_t max_message) {
    return static_cast<std::uint8_t>(std::min(largest_ifsd, max_message - block_overhead));
}

std::vector<Voltage> voltage_ladder(std::uint8_t supported) {
    std::vector<Voltage> ladder;
    if ((supported & volt_1_8) != 0)
        ladder.push_back(Voltage::Volt1_8);
    if ((supported & volt_3) != 0)
        ladder.push_back(Voltage::Volt3);
    if ((supported & volt_5) != 0)
        ladder.push_back(Voltage::Volt5);
    if (ladder.empty())
        ladder.push_back(Voltage::Automatic);
    return ladder;
}

Capabilities capabilities_of(const ClassDescriptor& descriptor, std::uint8_t interface_protocol,
                             BulkEndpoints endpoints) {
    Capabilities can;
    can.transport = transport_of(interface_protocol, endpoints);
    can.level = level_of(descriptor.features);
    can.pps = pps_duty_of(descriptor.features);
    can.protocols = {(descriptor.protocols & 1U) != 0, (descriptor.protocols & 2U) != 0};
    can.pin = {(descriptor.pin_support & 1U) != 0, (descriptor.pin_support & 2U) != 0};
    can.display = {static_cast<std::uint8_t>(descriptor.lcd_layout >> 8U),
                   static_cast<std::uint8_t>(descriptor.lcd_layout & 0xFFU)};
    can.voltages = voltages_of(descriptor);
    can.slots = static_cast<std::uint8_t>(std::min<unsigned>(descriptor.max_slot_index + 1U, max_slots));
    can.busy_slots = std::clamp<std::uint8_t>(descriptor.max_busy_slots, 1, can.slots);
    can.max_message =
        descriptor.max_message == under_reported_message ? short_apdu_message : descriptor.max_message;
    can.max_message = std::clamp<std::uint32_t>(can.max_message, min_message, max_message_size);
    can.ifsd = ifsd_of(descriptor, can.max_message);
    can.exchanges_ifsd = (descriptor.features & feature::exchanges_ifsd) != 0;
    can.default_clock_khz = clock_of(descriptor.default_clock_khz);
    can.max_clock_khz = std::max(clock_of(descriptor.max_clock_khz), can.default_clock_khz);
    can.default_data_rate = descriptor.data_rate;
    can.max_data_rate = std::max(descriptor.max_data_rate, descriptor.data_rate);
    return can;
}

}  // namespace scrm::ccid
