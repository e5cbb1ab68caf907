#include "drivers/ccid/quirks/quirks.hpp"

#include <algorithm>

namespace scrm::ccid {
namespace {

constexpr std::uint8_t t0_bit = 1, t1_bit = 2;

}  // namespace

void apply(const Quirks& quirks, Capabilities& can) {
    can.level = quirks.level.value_or(can.level);
    if (quirks.voltages)
        can.voltages = voltage_ladder(*quirks.voltages);
    if (quirks.protocols)
        can.protocols = {(*quirks.protocols & t0_bit) != 0, (*quirks.protocols & t1_bit) != 0};
    can.default_clock_khz = quirks.default_clock_khz.value_or(can.default_clock_khz);
    can.max_clock_khz = std::max(can.max_clock_khz, can.default_clock_khz);
    can.max_data_rate = quirks.max_data_rate.value_or(can.max_data_rate);
    if (quirks.ifsd)
        can.ifsd = std::clamp<std::uint8_t>(*quirks.ifsd, 1, longest_block(can.max_message));
    if (quirks.no_pin_pad)
        can.pin = {};
    can.exchanges_ifsd = can.exchanges_ifsd || quirks.exchanges_ifsd;
}

}  // namespace scrm::ccid
