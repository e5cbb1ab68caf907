#include "drivers/iso7816/atr_parameters.hpp"

#include <array>

namespace scrm::iso7816 {
namespace {

using InterfaceByte = std::optional<std::uint8_t> InterfaceBytes::*;

struct ClockRate {
    std::uint16_t f;  // 0: reserved
    std::uint16_t max_clock_khz;
};

/// By the upper half of TA1.
constexpr std::array<ClockRate, 16> clock_rates{{{372, 4000},
                                                 {372, 5000},
                                                 {558, 6000},
                                                 {744, 8000},
                                                 {1116, 12000},
                                                 {1488, 16000},
                                                 {1860, 20000},
                                                 {0, 0},
                                                 {0, 0},
                                                 {512, 5000},
                                                 {768, 7500},
                                                 {1024, 10000},
                                                 {1536, 15000},
                                                 {2048, 20000},
                                                 {0, 0},
                                                 {0, 0}}};

/// By the lower half of TA1; 0: reserved.
constexpr std::array<std::uint8_t, 16> rate_adjustments{0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0};

std::optional<std::uint8_t> level_byte(const Atr& atr, std::size_t level, InterfaceByte byte) {
    return atr.levels.size() < level ? std::nullopt : atr.levels[level - 1].*byte;
}

/// The first such byte that belongs to the protocol, from level 3 on.
std::optional<std::uint8_t> first_specific(const Atr& atr, std::uint8_t protocol, InterfaceByte byte) {
    for (std::size_t i = 2; i < atr.levels.size(); ++i) {
        const InterfaceBytes& level = atr.levels[i];
        if (level.protocol == protocol && (level.*byte).has_value()) {
            return level.*byte;
        }
    }
    return std::nullopt;
}

/// 0 and 255 are reserved; a card that says so means the default and the most there is.
std::uint8_t sane_ifsc(std::uint8_t ta) {
    constexpr std::uint8_t longest = 254;
    if (ta == 0) {
        return T1Parameters{}.ifsc;
    }
    return ta > longest ? longest : ta;
}

}  // namespace

BitRate decode_bit_rate(std::uint8_t ta1) {
    const ClockRate rate = clock_rates[ta1 >> 4U];
    const std::uint8_t adjustment = rate_adjustments[ta1 & 0x0FU];
    BitRate result;
    if (rate.f != 0) {
        result.f = rate.f;
        result.max_clock_khz = rate.max_clock_khz;
    }
    if (adjustment != 0) {
        result.d = adjustment;
    }
    return result;
}

BitRate bit_rate(const Atr& atr) {
    return decode_bit_rate(level_byte(atr, 1, &InterfaceBytes::ta).value_or(default_ta1));
}

std::optional<SpecificMode> specific_mode(const Atr& atr) {
    const auto ta2 = level_byte(atr, 2, &InterfaceBytes::ta);
    if (!ta2) {
        return std::nullopt;
    }
    return SpecificMode{.protocol = static_cast<std::uint8_t>(*ta2 & 0x0FU),
                        .implicit_parameters = (*ta2 & 0x10U) != 0,
                        .can_change_mode = (*ta2 & 0x80U) == 0};
}

std::uint8_t extra_guard_time(const Atr& atr) {
    return level_byte(atr, 1, &InterfaceBytes::tc).value_or(0);
}

std::uint8_t t0_waiting_integer(const Atr& atr) {
    constexpr std::uint8_t default_waiting_integer = 10;
    return level_byte(atr, 2, &InterfaceBytes::tc).value_or(default_waiting_integer);
}

T1Parameters t1_parameters(const Atr& atr) {
    T1Parameters parameters;
    if (const auto ta = first_specific(atr, 1, &InterfaceBytes::ta)) {
        parameters.ifsc = sane_ifsc(*ta);
    }
    if (const auto tb = first_specific(atr, 1, &InterfaceBytes::tb)) {
        parameters.bwi = static_cast<std::uint8_t>(*tb >> 4U);
        parameters.cwi = static_cast<std::uint8_t>(*tb & 0x0FU);
    }
    if (const auto tc = first_specific(atr, 1, &InterfaceBytes::tc)) {
        parameters.error_detection = (*tc & 0x01U) != 0 ? ErrorDetection::Crc : ErrorDetection::Lrc;
    }
    return parameters;
}

PowerParameters decode_power_parameters(std::uint8_t ta) {
    constexpr std::array<ClockStop, 4> clock_stops{ClockStop::NotSupported, ClockStop::Low, ClockStop::High,
                                                   ClockStop::Either};
    return PowerParameters{.clock_stop = clock_stops[ta >> 6U],
                           .class_a_5_volt = (ta & 0x01U) != 0,
                           .class_b_3_volt = (ta & 0x02U) != 0,
                           .class_c_1_8_volt = (ta & 0x04U) != 0};
}

std::optional<PowerParameters> power_parameters(const Atr& atr) {
    const auto ta = first_specific(atr, global_interface_bytes, &InterfaceBytes::ta);
    if (!ta) {
        return std::nullopt;
    }
    return decode_power_parameters(*ta);
}

}  // namespace scrm::iso7816
