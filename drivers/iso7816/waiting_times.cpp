#include "drivers/iso7816/waiting_times.hpp"

#include <algorithm>

#include "drivers/iso7816/atr_parameters.hpp"

namespace scrm::iso7816 {
namespace {

using std::chrono::microseconds;

constexpr std::uint64_t bit_times_of_character = 12;
constexpr std::uint64_t bit_times_of_silence = 11;  // before BWT and CWT begin to count

/// Rounded up: to wait too short is worse.
microseconds cycles(const Line& line, std::uint64_t count) {
    constexpr std::uint64_t microseconds_a_millisecond = 1000;
    const std::uint64_t khz = std::max<std::uint32_t>(line.clock_khz, 1);
    return microseconds((count * microseconds_a_millisecond + khz - 1) / khz);
}

microseconds bit_times(const Line& line, std::uint64_t count) {
    const Speed speed = line.speed;
    return cycles(line, (count * speed.f + speed.d - 1) / speed.d);
}

}  // namespace

microseconds work_waiting_time(const Line& line, std::uint8_t wi) {
    constexpr std::uint64_t unit = 960;
    constexpr std::uint8_t default_wi = 10;
    return cycles(line, unit * (wi == 0 ? default_wi : wi) * line.speed.f);
}

microseconds block_waiting_time(const Line& line, std::uint8_t bwi) {
    constexpr std::uint64_t unit = 960ULL * 372;
    constexpr std::uint8_t highest_bwi = 9;
    return bit_times(line, bit_times_of_silence) + cycles(line, unit << std::min(bwi, highest_bwi));
}

microseconds character_waiting_time(const Line& line, std::uint8_t cwi) {
    constexpr std::uint8_t highest_cwi = 15;
    return bit_times(line, bit_times_of_silence + (1ULL << std::min(cwi, highest_cwi)));
}

microseconds transfer_time(const Line& line, std::uint8_t extra_guard_time, std::size_t characters) {
    const std::uint64_t extra = extra_guard_time == minimal_guard_time ? 0 : extra_guard_time;
    return bit_times(line, (bit_times_of_character + extra) * characters);
}

}  // namespace scrm::iso7816
