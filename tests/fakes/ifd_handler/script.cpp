#include "tests/fakes/ifd_handler/script.hpp"

#include <algorithm>
#include <sstream>

namespace scrm::fakes::ifd {
namespace {

bool read_hex(const std::string& text, std::vector<std::uint8_t>& bytes) {
    bytes.clear();
    if (text.size() % 2 != 0 || text.find_first_not_of("0123456789ABCDEFabcdef") != std::string::npos)
        return false;
    for (std::size_t i = 0; i < text.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoul(text.substr(i, 2), nullptr, 16)));
    return true;
}

bool read_cards(std::istringstream& words, Script& script) {
    script.card = {};
    for (std::size_t slot = 0; words >> slot;) {
        if (slot >= max_slots)
            return false;
        script.card.at(slot) = true;
    }
    return words.eof();
}

bool read_waits(const std::string& word, Script& script) {
    if (word == "stoppable")
        script.waits = Waits::Stoppable;
    else if (word == "killable")
        script.waits = Waits::Killable;
    else
        return word == "no";
    return true;
}

bool read_tag(std::istringstream& words, Script& script) {
    Tag tag;
    std::string value;
    words >> std::hex >> tag.tag >> value;
    if (words.fail() || !read_hex(value, tag.value))
        return false;
    script.tags.push_back(tag);
    return true;
}

// on FUNCTION [slot N] [once] WHAT [ARGUMENT]
bool read_deed(std::istringstream& words, Script& script, int line) {
    std::string word;
    words >> word;
    const auto* const name = std::ranges::find(function_names, word);
    if (name == function_names.end())
        return false;
    Deed deed;
    deed.function = static_cast<Function>(name - function_names.begin());
    deed.line = line;
    word.clear();
    words >> word;
    if (word == "slot")
        words >> deed.slot >> word;
    deed.once = word == "once";
    if (deed.once)
        words >> word;
    deed.what = word;
    std::getline(words >> std::ws, deed.argument);
    script.deeds.push_back(deed);
    return !word.empty();
}

bool read_line(const std::string& text, Script& script, int line) {
    std::istringstream words(text);
    std::string key, word;
    if (!(words >> key) || key.starts_with('#'))
        return true;
    if (key == "card")
        return read_cards(words, script);
    if (key == "tag")
        return read_tag(words, script);
    if (key == "on")
        return read_deed(words, script, line);
    if (key == "fixed")
        return script.fixed = true;
    if (key == "slots")
        return words >> script.slots && script.slots >= 1 && script.slots <= max_slots;
    if (!(words >> word))
        return false;
    if (key == "atr")
        return read_hex(word, script.atr);
    if (key == "waits")
        return read_waits(word, script);
    script.trace = word;
    return key == "trace";
}

}  // namespace

Script parse(std::string_view text, std::string& complaint) {
    Script script;
    std::istringstream lines{std::string(text)};
    std::string line;
    complaint.clear();
    for (int number = 1; std::getline(lines, line); ++number)
        if (!read_line(line, script, number) && complaint.empty())
            complaint = "line " + std::to_string(number) + ": " + line;
    return script;
}

}  // namespace scrm::fakes::ifd
