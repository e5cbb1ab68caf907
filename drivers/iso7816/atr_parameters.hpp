// What the interface bytes of an answer to reset mean, with the standard's default where a byte is absent.
//
// Levels 1 and 2 speak of the card as a whole (and TC2 of T=0); from level 3 on a byte belongs to the
// protocol that the TD before it named, or for T=15 to the card as a whole.
#pragma once

#include <cstdint>
#include <optional>

#include "drivers/iso7816/atr.hpp"

namespace scrm::iso7816 {

/// TA1: one bit lasts f / d clock cycles. A part that the standard keeps for future use is none.
struct BitRate {
    /// Clock rate conversion integer, 372 to 2048.
    std::optional<std::uint16_t> f;
    /// Baud rate adjustment integer, 1 to 64.
    std::optional<std::uint8_t> d;
    /// The fastest clock the card stands, in kHz.
    std::optional<std::uint16_t> max_clock_khz;
};

inline constexpr std::uint8_t default_ta1 = 0x11;

[[nodiscard]] BitRate decode_bit_rate(std::uint8_t ta1);
/// What TA1 offers; F 372, D 1 without TA1.
[[nodiscard]] BitRate bit_rate(const Atr& atr);

/// TA2: the card is in specific mode, it works with one protocol and set of parameters at once and without
/// PPS.
struct SpecificMode {
    std::uint8_t protocol = 0;
    /// The bit rate is not TA1's but agreed on elsewhere.
    bool implicit_parameters = false;
    /// After a warm reset the card may come up in negotiable mode.
    bool can_change_mode = false;
};

[[nodiscard]] std::optional<SpecificMode> specific_mode(const Atr& atr);

/// TC1: bit times added between characters sent to the card. 255: the shortest possible, 12 (T=0) or 11 (T=1)
/// in all.
inline constexpr std::uint8_t minimal_guard_time = 255;
[[nodiscard]] std::uint8_t extra_guard_time(const Atr& atr);

/// TC2: T=0 work waiting integer WI. The card may be silent for 960 * WI * f clock cycles.
[[nodiscard]] std::uint8_t t0_waiting_integer(const Atr& atr);

enum class ErrorDetection : std::uint8_t { Lrc, Crc };

struct T1Parameters {
    /// The longest information field the card takes, 1 to 254 bytes.
    std::uint8_t ifsc = 32;
    /// Block waiting integer, 0 to 9 by the standard: 11 bit times + 2^bwi * 960 * 372 clock cycles.
    std::uint8_t bwi = 4;
    /// Character waiting integer: 11 + 2^cwi bit times.
    std::uint8_t cwi = 13;
    ErrorDetection error_detection = ErrorDetection::Lrc;
};

[[nodiscard]] T1Parameters t1_parameters(const Atr& atr);

/// May the reader stop the clock, and in which state of the line?
enum class ClockStop : std::uint8_t { NotSupported, Low, High, Either };

/// The first TA for T=15.
struct PowerParameters {
    ClockStop clock_stop = ClockStop::NotSupported;
    /// Supply voltages the card works with.
    bool class_a_5_volt = false;
    bool class_b_3_volt = false;
    bool class_c_1_8_volt = false;
};

[[nodiscard]] PowerParameters decode_power_parameters(std::uint8_t ta);
[[nodiscard]] std::optional<PowerParameters> power_parameters(const Atr& atr);

}  // namespace scrm::iso7816
