#include "drivers/ccid/card/parameters.hpp"

#include "drivers/iso7816/atr_parameters.hpp"

namespace scrm::ccid {
namespace {

constexpr std::size_t t0_size = 5;
constexpr std::size_t t1_size = 7;
constexpr std::uint8_t inverse_bit = 0x02;
constexpr std::uint8_t crc_bit = 0x01;
constexpr std::uint8_t t1_constant = 0x10;

}  // namespace

Parameters parameters_for(const iso7816::Atr& atr, std::uint8_t protocol, std::uint8_t fi_di) {
    Parameters parameters;
    parameters.protocol = protocol;
    parameters.fi_di = fi_di;
    parameters.inverse_convention = atr.convention == iso7816::Convention::Inverse;
    parameters.guard_time = iso7816::extra_guard_time(atr);
    if (const auto power = iso7816::power_parameters(atr))
        parameters.clock_stop = static_cast<std::uint8_t>(power->clock_stop);
    if (protocol == 0) {
        parameters.waiting = iso7816::t0_waiting_integer(atr);
        return parameters;
    }
    const iso7816::T1Parameters t1 = iso7816::t1_parameters(atr);
    parameters.waiting = static_cast<std::uint8_t>(t1.bwi << 4U | t1.cwi);
    parameters.crc = t1.error_detection == iso7816::ErrorDetection::Crc;
    parameters.ifsc = t1.ifsc;
    return parameters;
}

std::vector<std::uint8_t> encode_parameters(const Parameters& parameters) {
    const std::uint8_t convention = parameters.inverse_convention ? inverse_bit : 0;
    if (parameters.protocol == 0)
        return {parameters.fi_di, convention, parameters.guard_time, parameters.waiting,
                parameters.clock_stop};
    const std::uint8_t check = parameters.crc ? crc_bit : 0;
    return {parameters.fi_di,      static_cast<std::uint8_t>(t1_constant | convention | check),
            parameters.guard_time, parameters.waiting,
            parameters.clock_stop, parameters.ifsc,
            parameters.nad};
}

std::optional<Parameters> decode_parameters(std::uint8_t protocol, Bytes data) {
    if (protocol > 1 || data.size() < (protocol == 0 ? t0_size : t1_size))
        return std::nullopt;
    Parameters parameters;
    parameters.protocol = protocol;
    parameters.fi_di = data[0];
    parameters.inverse_convention = (data[1] & inverse_bit) != 0;
    parameters.guard_time = data[2];
    parameters.waiting = data[3];
    parameters.clock_stop = data[4];
    if (protocol == 1) {
        parameters.crc = (data[1] & crc_bit) != 0;
        parameters.ifsc = data[5];
        parameters.nad = data[6];
    }
    return parameters;
}

}  // namespace scrm::ccid
