#include "drivers/ccid/card/data_rates.hpp"

namespace scrm::ccid {
namespace {

constexpr std::size_t rate_size = 4;

// A twentieth over the announced highest is rounding; more is nonsense.
bool is_credible(std::uint32_t rate, std::uint32_t highest) {
    return rate != 0 && rate <= std::uint64_t{highest} * 21 / 20;
}

}  // namespace

std::vector<std::uint32_t> decode_data_rates(Bytes list, std::uint32_t highest) {
    if (list.size() % rate_size != 0)
        return {};
    std::vector<std::uint32_t> rates;
    for (std::size_t at = 0; at < list.size(); at += rate_size) {
        const std::uint32_t rate = read_u32(list, at);
        if (!is_credible(rate, highest))
            return {};
        rates.push_back(rate);
    }
    return rates;
}

}  // namespace scrm::ccid
