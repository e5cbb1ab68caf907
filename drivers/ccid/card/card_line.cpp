#include "drivers/ccid/card/card_line.hpp"

namespace scrm::ccid {
namespace {

iso7816::Line line_of(const Parameters& parameters, std::uint32_t clock_khz) {
    return {.clock_khz = clock_khz, .speed = iso7816::speed_of(parameters.fi_di)};
}

std::chrono::microseconds block_waiting_time(const Parameters& parameters, std::uint32_t clock_khz) {
    const auto bwi = static_cast<std::uint8_t>(parameters.waiting >> 4U);
    return iso7816::block_waiting_time(line_of(parameters, clock_khz), bwi);
}

}  // namespace

std::chrono::microseconds CardLine::waiting_time(std::uint32_t clock_khz) const {
    if (parameters.protocol == 1)
        return block_waiting_time(parameters, clock_khz);
    return iso7816::work_waiting_time(line_of(parameters, clock_khz), parameters.waiting);
}

iso7816::T1Settings t1_settings(const Parameters& parameters, std::uint32_t clock_khz) {
    iso7816::T1Settings settings;
    settings.error_detection = parameters.crc ? iso7816::ErrorDetection::Crc : iso7816::ErrorDetection::Lrc;
    settings.ifsc = parameters.ifsc;
    settings.nad = parameters.nad;
    settings.block_waiting_time = block_waiting_time(parameters, clock_khz);
    return settings;
}

}  // namespace scrm::ccid
