#include "tools/scrmctl/atr_json.hpp"

#include "drivers/iso7816/atr_parameters.hpp"
#include "tools/scrmctl/atr_words.hpp"
#include "tools/scrmctl/hex.hpp"

namespace scrm::tools {
namespace {

using iso7816::Atr;

Json protocols(const Atr& atr) {
    Json::Array numbers;
    for (const std::uint8_t protocol : atr.protocols()) {
        numbers.emplace_back(protocol);
    }
    return numbers;
}

Json checksum(const Atr& atr) {
    switch (atr.checksum) {
        case iso7816::Checksum::NotUsed:
            return "not used";
        case iso7816::Checksum::Missing:
            return "missing";
        case iso7816::Checksum::Correct:
            return "correct";
        case iso7816::Checksum::Wrong:
            break;
    }
    return "wrong";
}

Json t1(const Atr& atr) {
    if (!atr.offers(1)) {
        return {};
    }
    const iso7816::T1Parameters parameters = iso7816::t1_parameters(atr);
    return Json::Object{
        {"ifsc", parameters.ifsc},
        {"bwi", parameters.bwi},
        {"cwi", parameters.cwi},
        {"error_detection", parameters.error_detection == iso7816::ErrorDetection::Crc ? "crc" : "lrc"}};
}

template <class T>
Json maybe(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

Json words(const Atr& atr) {
    Json::Array lines;
    for (const AtrLine& line : atr_lines(atr)) {
        Json::Array details(line.details.begin(), line.details.end());
        lines.emplace_back(Json::Object{{"byte", line.name.empty() ? "historical" : line.name},
                                        {"value", to_hex(line.bytes, "")},
                                        {"meaning", line.meaning},
                                        {"details", std::move(details)}});
    }
    return lines;
}

}  // namespace

Json::Object atr_json(std::span<const std::uint8_t> bytes, const Atr& atr) {
    const iso7816::BitRate rate = iso7816::bit_rate(atr);
    return {{"atr", to_hex(bytes, "")},
            {"convention", atr.convention == iso7816::Convention::Direct ? "direct" : "inverse"},
            {"protocols", protocols(atr)},
            {"first_protocol", atr.first_protocol()},
            {"mode", iso7816::specific_mode(atr) ? "specific" : "negotiable"},
            {"f", maybe(rate.f)},
            {"d", maybe(rate.d)},
            {"max_clock_khz", maybe(rate.max_clock_khz)},
            {"extra_guard_time", iso7816::extra_guard_time(atr)},
            {"t1", t1(atr)},
            {"historical_bytes", to_hex(atr.historical_bytes, "")},
            {"checksum", checksum(atr)},
            {"missing_bytes", atr.missing_bytes},
            {"surplus_bytes", atr.surplus_bytes},
            {"words", words(atr)}};
}

}  // namespace scrm::tools
