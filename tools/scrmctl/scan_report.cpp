#include "tools/scrmctl/scan_report.hpp"

#include "tools/scrmctl/atr_json.hpp"
#include "tools/scrmctl/atr_text.hpp"
#include "tools/scrmctl/printable.hpp"
#include "tools/scrmctl/timestamp.hpp"

namespace scrm::tools {
namespace {

std::string coloured(ReaderEvent event, const Style& style) {
    std::string words(event_words(event));
    switch (event) {
        case ReaderEvent::CardPresent:
        case ReaderEvent::CardInserted:
            return style.good(words);
        case ReaderEvent::CardMute:
        case ReaderEvent::ReaderGone:
            return style.bad(words);
        default:
            return words;
    }
}

bool has_atr(const Happening& happening) {
    return brings_atr(happening.event) && !happening.reader.atr.empty();
}

}  // namespace

std::string as_text(const Happening& happening, const Style& style) {
    std::string text = style.faint(clock_time(happening.time)) + "  " +
                       style.strong(printable(happening.reader.name)) + ": " +
                       coloured(happening.event, style) + "\n";
    if (has_atr(happening)) {
        text += atr_text(happening.reader.atr, style, "    ");
    }
    return text;
}

std::string as_json(const Happening& happening) {
    Json::Object object{{"time", utc_time(happening.time)},
                        {"event", std::string(event_name(happening.event))},
                        {"reader", happening.reader.name}};
    if (has_atr(happening)) {
        const auto parsed = iso7816::parse_atr(happening.reader.atr);
        const auto* atr = std::get_if<iso7816::Atr>(&parsed);
        object.emplace_back("card", atr != nullptr ? Json(atr_json(happening.reader.atr, *atr)) : Json());
    }
    return Json(std::move(object)).text() + "\n";
}

}  // namespace scrm::tools
