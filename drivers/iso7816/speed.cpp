#include "drivers/iso7816/speed.hpp"

#include <algorithm>

#include "drivers/iso7816/atr_parameters.hpp"

namespace scrm::iso7816 {
namespace {

std::uint8_t ta1_of(const Atr& atr) {
    return atr.levels.empty() ? default_ta1 : atr.levels[0].ta.value_or(default_ta1);
}

bool is_reserved(std::uint8_t fi_di) {
    const BitRate rate = decode_bit_rate(fi_di);
    return !rate.f || !rate.d;
}

/// Slower speeds with the card's F, which every card that takes F takes too: D is halved, and an odd D (12,
/// 20) continues with the powers of two below it.
std::vector<Speed> descent(std::uint8_t fi_di) {
    constexpr std::uint8_t halvings = 7;  // codes 7 to 1 are D 64, 32 ... 1
    const Speed top = speed_of(fi_di);
    std::vector<Speed> speeds{top};
    for (std::uint8_t code = halvings; code > 0; --code) {
        const Speed slower = speed_of(static_cast<std::uint8_t>((fi_di & 0xF0U) | code));
        if (slower.d < top.d)
            speeds.push_back(slower);
    }
    return speeds;
}

std::vector<Speed> only_speed(const Atr& atr, const SpecificMode& mode, const ReaderSpeeds& reader) {
    const Speed speed = speed_of(ta1_of(atr));
    if (mode.implicit_parameters || !can_do(reader, speed))
        return {};
    return {speed};
}

}  // namespace

Speed speed_of(std::uint8_t fi_di) {
    const BitRate rate = decode_bit_rate(fi_di);
    return Speed{.fi_di = fi_di, .f = rate.f.value_or(Speed{}.f), .d = rate.d.value_or(Speed{}.d)};
}

std::uint32_t bits_per_second(Speed speed, std::uint32_t clock_khz) {
    constexpr std::uint64_t hertz = 1000;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(hertz * clock_khz * speed.d / speed.f, UINT32_MAX));
}

bool can_do(const ReaderSpeeds& reader, Speed speed) {
    const std::uint32_t wanted = bits_per_second(speed, reader.default_clock_khz);
    if (speed == Speed{})
        return true;
    if (wanted > reader.max_bits_per_second)
        return false;
    const auto fits = [wanted](std::uint32_t rate) {
        return std::max(rate, wanted) - std::min(rate, wanted) <= 1;
    };
    return reader.rates.empty() || std::ranges::any_of(reader.rates, fits);
}

std::vector<Speed> speed_ladder(const Atr& atr, const ReaderSpeeds& reader) {
    if (const auto mode = specific_mode(atr))
        return only_speed(atr, *mode, reader);
    std::vector<Speed> ladder;
    const std::uint8_t ta1 = ta1_of(atr);
    const std::uint32_t slowest = bits_per_second(Speed{}, reader.default_clock_khz);
    if (!is_reserved(ta1))
        for (const Speed speed : descent(ta1))
            if (bits_per_second(speed, reader.default_clock_khz) > slowest && can_do(reader, speed))
                ladder.push_back(speed);
    ladder.emplace_back();
    return ladder;
}

}  // namespace scrm::iso7816
