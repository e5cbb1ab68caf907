// scrmctl list: the readers, what is in them, and who may use it.

#include "tools/scrmctl/commands.hpp"
#include "tools/scrmctl/context.hpp"
#include "tools/scrmctl/hex.hpp"
#include "tools/scrmctl/json.hpp"
#include "tools/scrmctl/output.hpp"
#include "tools/scrmctl/printable.hpp"
#include "tools/scrmctl/state_words.hpp"
#include "tools/scrmctl/style.hpp"

namespace scrm::tools {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

std::string as_text(const std::vector<ReaderState>& readers, const Style& style) {
    std::string text;
    for (std::size_t i = 0; i < readers.size(); ++i) {
        const ReaderState& reader = readers[i];
        text += std::to_string(i) + "  " + style.strong(printable(reader.name)) + "\n";
        text += "   " + joined(state_words(reader.state)) + "\n";
        if (!reader.atr.empty()) {
            text += "   ATR " + to_hex(reader.atr) + "\n";
        }
    }
    return text;
}

std::string as_json(const std::vector<ReaderState>& readers) {
    Json::Array list;
    for (std::size_t i = 0; i < readers.size(); ++i) {
        const auto words = state_words(readers[i].state);
        list.emplace_back(
            Json::Object{{"number", i},
                         {"reader", readers[i].name},
                         {"state", Json::Array(words.begin(), words.end())},
                         {"atr", readers[i].atr.empty() ? Json() : to_hex(readers[i].atr, "")}});
    }
    return Json(std::move(list)).text() + "\n";
}

}  // namespace

Outcome<ExitCode> run(const ListRequest& request) {
    const auto context = Context::establish();
    if (const auto* failure = std::get_if<Failure>(&context)) {
        return *failure;
    }
    const auto answer = std::get<Context>(context).readers();
    if (const auto* failure = std::get_if<Failure>(&answer)) {
        return *failure;
    }
    const auto& readers = std::get<std::vector<ReaderState>>(answer);
    const std::string text =
        request.format == Format::Json ? as_json(readers) : as_text(readers, Style::of_standard_output());
    put(text);
    if (readers.empty()) {
        return Failure{"no reader is connected", "plug one in; 'scrmctl scan' shows when it is found"};
    }
    return ExitCode::Ok;
}

}  // namespace scrm::tools
