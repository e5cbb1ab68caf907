// scrmctl atr: decodes an answer to reset that somebody wrote down.

#include "tools/scrmctl/atr_json.hpp"
#include "tools/scrmctl/atr_text.hpp"
#include "tools/scrmctl/commands.hpp"
#include "tools/scrmctl/hex.hpp"
#include "tools/scrmctl/output.hpp"

namespace scrm::tools {

Outcome<ExitCode> run(const AtrRequest& request) {
    const auto parsed = parse_hex(request.hex);
    if (const auto* error = std::get_if<HexError>(&parsed)) {
        return Failure{"this is no hex: " + error->problem, "an ATR looks like this: 3B 02 14 50",
                       ExitCode::Usage};
    }
    const auto& bytes = std::get<std::vector<std::uint8_t>>(parsed);
    const auto atr = iso7816::parse_atr(bytes);
    if (const auto* error = std::get_if<iso7816::AtrError>(&atr)) {
        return Failure{"this is no ATR: " + std::string(iso7816::describe(*error)),
                       "an ATR looks like this: 3B 02 14 50", ExitCode::Usage};
    }
    const std::string text = request.format == Format::Json
                                 ? Json(atr_json(bytes, std::get<iso7816::Atr>(atr))).text() + "\n"
                                 : atr_text(bytes, Style::of_standard_output(), "");
    put(text);
    return ExitCode::Ok;
}

}  // namespace scrm::tools
