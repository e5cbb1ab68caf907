// Whatever a card or a reader sends instead of an answer to reset, every byte of it is accounted for once.
#include <cstdlib>

#include "drivers/iso7816/atr.hpp"
#include "drivers/iso7816/atr_parameters.hpp"
#include "drivers/iso7816/historical_bytes.hpp"

namespace {

using namespace scrm::iso7816;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

std::size_t interface_byte_count(const Atr& atr) {
    std::size_t count = 0;
    for (const InterfaceBytes& level : atr.levels) {
        for (const auto& byte : {level.ta, level.tb, level.tc, level.td}) {
            count += byte ? 1U : 0U;
        }
    }
    return count;
}

void check_parameters(const Atr& atr) {
    const T1Parameters t1 = t1_parameters(atr);
    require(t1.ifsc >= 1 && t1.ifsc <= 254);
    require(bit_rate(atr).f.value_or(372) >= 372);
    require(atr.offers(atr.first_protocol()));
    require(!atr.offers(global_interface_bytes));
    require(specific_mode(atr).value_or(SpecificMode{}).protocol <= 15);
    require(!power_parameters(atr) || atr.checksum != Checksum::NotUsed);
    require(extra_guard_time(atr) == atr.levels[0].tc.value_or(0));
    require(atr.levels.size() > 1 || t0_waiting_integer(atr) == 10);
}

void check_historical_bytes(std::span<const std::uint8_t> bytes) {
    const HistoricalBytes historical = parse_historical_bytes(bytes);
    std::size_t size = bytes.empty() ? 0 : 1;
    for (const HistoricalObject& object : historical.objects) {
        require(!object.bytes.empty());
        size += object.bytes.size();
    }
    require(size == bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span bytes(data, size);
    check_historical_bytes(bytes);
    const auto parsed = parse_atr(bytes);
    if (const auto* atr = std::get_if<Atr>(&parsed)) {
        require(2 + interface_byte_count(*atr) + atr->historical_bytes.size() + (atr->tck ? 1U : 0U) +
                    atr->surplus_bytes ==
                size);
        require(atr->historical_bytes.size() <= 15);
        require(atr->missing_bytes == 0 || atr->surplus_bytes == 0);
        check_parameters(*atr);
        check_historical_bytes(atr->historical_bytes);
    }
    return 0;
}
