// What a card answers to PPS is what was asked, or the standard's own, or no agreement; a ladder of speeds
// goes down, and the reader can do every rung. The input: a clock, a highest rate, how many rates; the rates;
// the request; then the rest as an answer to PPS and as an ATR.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "drivers/iso7816/pps.hpp"
#include "drivers/iso7816/speed.hpp"
#include "drivers/iso7816/waiting_times.hpp"

namespace {

using namespace scrm::iso7816;

void require(bool holds) {
    if (!holds)
        std::abort();
}

std::uint32_t number(Bytes& bytes) {
    std::uint32_t value = 0;
    for (int i = 0; i < 4 && !bytes.empty(); ++i) {
        value = value << 8U | bytes[0];
        bytes = bytes.subspan(1);
    }
    return value;
}

void check_pps_answer(PpsRequest request, Bytes answer) {
    const auto own = encode_pps(request);
    require(pps_size(own) == own.size());
    require(std::get<PpsAgreement>(check_pps(request, own)).fi_di == request.fi_di.value_or(0x11));
    const auto checked = check_pps(request, answer);
    if (const auto* agreed = std::get_if<PpsAgreement>(&checked)) {
        require(agreed->protocol == request.protocol);
        require(agreed->fi_di == 0x11 || agreed->fi_di == request.fi_di);
    } else {
        require(std::strlen(describe(std::get<PpsError>(checked))) > 20);
    }
}

void check_ladder(const Atr& atr, const ReaderSpeeds& reader) {
    const auto ladder = speed_ladder(atr, reader);
    std::uint32_t faster = UINT32_MAX;
    for (const Speed speed : ladder) {
        require(can_do(reader, speed));
        const std::uint32_t rate = bits_per_second(speed, reader.default_clock_khz);
        require(rate <= faster);
        faster = rate;
        const Line line{.clock_khz = reader.default_clock_khz, .speed = speed};
        require(work_waiting_time(line, 255).count() > 0 && block_waiting_time(line, 255).count() > 0);
        require(character_waiting_time(line, 255) >= character_waiting_time(line, 0));
        require(transfer_time(line, 254, 65544) >= transfer_time(line, 255, 65544));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes rest(data, size);
    ReaderSpeeds reader{.default_clock_khz = number(rest), .max_bits_per_second = number(rest), .rates = {}};
    std::vector<std::uint32_t> rates(number(rest) % 8);
    std::ranges::generate(rates, [&rest] { return number(rest); });
    reader.rates = rates;
    const std::uint32_t asked = number(rest);
    PpsRequest request{.protocol = static_cast<std::uint8_t>(asked % 15), .fi_di = {}};
    if ((asked & 0x80U) != 0)
        request.fi_di = static_cast<std::uint8_t>(asked >> 8U);
    check_pps_answer(request, rest);
    const auto atr = parse_atr(rest);
    if (const auto* parsed = std::get_if<Atr>(&atr))
        check_ladder(*parsed, reader);
    return 0;
}
