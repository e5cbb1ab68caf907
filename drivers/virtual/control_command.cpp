#include "drivers/virtual/control_command.hpp"

#include <algorithm>
#include <charconv>
#include <span>

namespace scrm::virtual_reader {
namespace {

using Parsed = boost::system::result<ControlCommand, SyntaxError>;
using Words = std::span<const std::string>;

/// A day: longer than anybody waits for a card.
constexpr std::uint32_t max_delay_ms = 24 * 60 * 60 * 1000;

SyntaxError error(std::string why) {
    return {std::move(why)};
}

/// Blanks part words, except between double quotes. Nothing if a quote is left open.
std::optional<std::vector<std::string>> split(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    bool begun = false;
    for (const char c : line) {
        const bool blank = c == ' ' || c == '\t' || c == '\r';
        if (c == '"') {
            quoted = !quoted;
            begun = true;
        } else if (quoted || !blank) {
            word += c;
            begun = true;
        } else if (begun) {
            words.push_back(std::exchange(word, {}));
            begun = false;
        }
    }
    if (quoted)
        return std::nullopt;
    if (begun)
        words.push_back(std::move(word));
    return words;
}

/// A decimal number from `least` to `most`, and nothing else.
std::optional<std::uint32_t> number(std::string_view text, std::uint32_t least, std::uint32_t most) {
    std::uint32_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || value < least || value > most)
        return std::nullopt;
    return value;
}

/// NAME or NAME#SLOT.
std::optional<SlotPlace> place(std::string_view text) {
    const auto mark = text.rfind('#');
    if (mark == std::string_view::npos)
        return SlotPlace{std::string(text), 0};
    const auto slot = number(text.substr(mark + 1), 0, VirtualBus::max_slots - 1);
    if (!slot)
        return std::nullopt;
    return SlotPlace{std::string(text.substr(0, mark)), *slot};
}

Parsed parse_plug(Words words) {
    if (words.empty())
        return error("plug NAME [slots=N] [card=none|default|ATRHEX]");
    PlugCommand command;
    command.reader.name = words[0];
    for (const std::string_view word : words.subspan(1)) {
        if (word.starts_with("slots=")) {
            const auto slots = number(word.substr(6), 1, VirtualBus::max_slots);
            if (!slots)
                return error("slots= takes 1 to 16");
            command.reader.slots = *slots;
        } else if (word.starts_with("card=")) {
            const auto choice = parse_card_choice(word.substr(5));
            if (!choice)
                return error("card= takes none, default or an ATR of 2 to 33 bytes in hex");
            command.reader.card = choice->card;
        } else {
            return error("plug knows slots= and card=");
        }
    }
    return ControlCommand(std::move(command));
}

Parsed parse_unplug(Words words) {
    if (words.size() != 1)
        return error("unplug NAME");
    return ControlCommand(UnplugCommand{words[0]});
}

Parsed parse_insert(Words words) {
    const auto where = words.empty() ? std::nullopt : place(words[0]);
    if (!where || words.size() > 2)
        return error("insert NAME[#SLOT] [ATRHEX]");
    const auto choice = parse_card_choice(words.size() == 2 ? words[1] : "default");
    if (!choice || !choice->card)
        return error("an ATR has 2 to 33 bytes, in hex");
    return ControlCommand(InsertCommand{*where, *choice->card});
}

Parsed parse_remove(Words words) {
    const auto where = words.size() == 1 ? place(words[0]) : std::nullopt;
    if (!where)
        return error("remove NAME[#SLOT]");
    return ControlCommand(RemoveCommand{*where});
}

std::optional<FaultKind> fault_kind(std::string_view word) {
    for (const auto kind : {FaultKind::None, FaultKind::Mute, FaultKind::Slow, FaultKind::Garbage,
                            FaultKind::Error, FaultKind::Hang})
        if (word == describe(kind))
            return kind;
    return std::nullopt;
}

Parsed parse_fault(Words words) {
    const auto where = words.empty() ? std::nullopt : place(words[0]);
    const auto kind = words.size() < 2 ? std::nullopt : fault_kind(words[1]);
    if (!where || !kind)
        return error("fault NAME[#SLOT] mute|slow MS|garbage|error|hang|none [COUNT]");
    Fault fault{.kind = *kind, .delay = {}, .uses = {}};
    Words rest = words.subspan(2);
    if (*kind == FaultKind::Slow) {
        const auto delay = rest.empty() ? std::nullopt : number(rest[0], 1, max_delay_ms);
        if (!delay)
            return error("slow takes 1 to 86400000 milliseconds");
        fault.delay = std::chrono::milliseconds(*delay);
        rest = rest.subspan(1);
    }
    if (!rest.empty()) {
        fault.uses = number(rest[0], 1, UINT32_MAX);
        if (!fault.uses || rest.size() > 1 || *kind == FaultKind::None)
            return error("a fault ends with the number of uses it spoils, 1 or more");
    }
    return ControlCommand(FaultCommand{*where, fault});
}

}  // namespace

Parsed parse_control_command(std::string_view line) {
    const auto words = split(line);
    if (!words)
        return error("a quote is left open");
    if (words->empty())
        return error("empty line; try help");
    const std::string& verb = words->front();
    const Words rest = Words(*words).subspan(1);
    if (verb == "plug")
        return parse_plug(rest);
    if (verb == "unplug")
        return parse_unplug(rest);
    if (verb == "insert")
        return parse_insert(rest);
    if (verb == "remove")
        return parse_remove(rest);
    if (verb == "fault")
        return parse_fault(rest);
    if (verb == "list" && rest.empty())
        return ControlCommand(ListCommand{});
    if (verb == "help" && rest.empty())
        return ControlCommand(HelpCommand{});
    return error("no such command; try help");
}

std::string_view control_help() {
    return "plug NAME [slots=N] [card=none|default|ATRHEX]; unplug NAME; insert NAME[#SLOT] [ATRHEX]; "
           "remove NAME[#SLOT]; fault NAME[#SLOT] mute|slow MS|garbage|error|hang|none [COUNT]; list; help";
}

}  // namespace scrm::virtual_reader
