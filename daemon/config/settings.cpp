#include "daemon/config/settings.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>

namespace scrm::config {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const toml::source_region& where, const std::string& what) {
    const std::string file = where.path ? *where.path : "settings";
    throw SettingsError(file + ":" + std::to_string(where.begin.line) + ": " + what);
}

template <class T>
T expect(const toml::node& node, const std::string& key, const char* kind) {
    if (const auto value = node.value_exact<T>())
        return *value;
    fail(node.source(), key + " must be " + kind);
}

// As the virtual driver reads it; checked here, where the line is known.
bool names_card(std::string_view text) {
    if (text == "default" || text == "none")
        return true;
    const auto is_digit = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    std::size_t bytes = 0;
    while (!text.empty()) {
        const bool blank = text.front() == ' ';
        if (!blank && (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])))
            return false;
        text.remove_prefix(blank ? 1 : 2);
        bytes += blank ? 0 : 1;
    }
    return bytes >= 2 && bytes <= 33;
}

using KeyReaders = std::map<std::string, std::function<void(const toml::node&)>, std::less<>>;

// Every key must be known, so that a typing error is told instead of ignored.
void read_table(const toml::node& node, const std::string& name, const KeyReaders& keys) {
    const toml::table* table = node.as_table();
    if (!table)
        fail(node.source(), name + " must be a table");
    for (const auto& [key, value] : *table) {
        const auto reader = keys.find(key.str());
        if (reader != keys.end()) {
            reader->second(value);
            continue;
        }
        std::string known;
        for (const auto& [expected, unused] : keys)
            known += (known.empty() ? "" : ", ") + expected;
        fail(key.source(),
             "unknown key '" + std::string(key.str()) + "' in " + name + "; known are: " + known);
    }
}

void read_log(const toml::node& node, Settings& settings) {
    read_table(node, "[log]",
               {{"level", [&](const toml::node& value) {
                     const auto level = parse_log_level(expect<std::string>(value, "level", "a string"));
                     if (!level)
                         fail(value.source(), "level must be one of trace, debug, info, warning, error, off");
                     settings.log_level = *level;
                 }}});
}

void read_power(const toml::node& node, Settings& settings) {
    read_table(node, "[power]",
               {{"off_after", [&](const toml::node& value) {
                     const auto seconds = value.value<double>();
                     if (value.value_exact<std::string>() == "never")
                         settings.power_off_after.reset();
                     else if (seconds && *seconds >= 0 && *seconds <= 86400)
                         settings.power_off_after =
                             std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000));
                     else
                         fail(value.source(), "off_after must be seconds from 0 to 86400, or \"never\"");
                 }}});
}

VirtualReaderSettings read_virtual_reader(const toml::node& node) {
    VirtualReaderSettings reader;
    read_table(
        node, "[[virtual.reader]]",
        {{"name", [&](const toml::node& v) { reader.name = expect<std::string>(v, "name", "a string"); }},
         {"slots",
          [&](const toml::node& v) {
              const auto slots = expect<std::int64_t>(v, "slots", "a whole number");
              if (slots < 1 || slots > 16)
                  fail(v.source(), "slots must be 1 to 16");
              reader.slots = static_cast<unsigned>(slots);
          }},
         {"card", [&](const toml::node& v) {
              reader.card = expect<std::string>(v, "card", "a string");
              if (!names_card(reader.card))
                  fail(v.source(),
                       "card must be \"default\", \"none\" or an ATR of 2 to 33 bytes in hexadecimal");
          }}});
    if (reader.name.empty())
        fail(node.source(), "[[virtual.reader]] needs a name");
    return reader;
}

void read_virtual(const toml::node& node, Settings& settings) {
    read_table(node, "[virtual]",
               {{"control",
                 [&](const toml::node& v) {
                     settings.virtual_control = expect<std::string>(v, "control", "a path");
                 }},
                {"reader", [&](const toml::node& v) {
                     const toml::array* readers = v.as_array();
                     if (!readers)
                         fail(v.source(), "virtual readers are written as [[virtual.reader]]");
                     for (const toml::node& reader : *readers)
                         settings.virtual_readers.push_back(read_virtual_reader(reader));
                 }}});
}

void read_file(const fs::path& file, Settings& settings) {
    try {
        const toml::table root = toml::parse_file(file.string());
        read_table(root, "the file",
                   {{"log", [&](const toml::node& v) { read_log(v, settings); }},
                    {"power", [&](const toml::node& v) { read_power(v, settings); }},
                    {"virtual", [&](const toml::node& v) { read_virtual(v, settings); }}});
    } catch (const toml::parse_error& error) {
        fail(error.source(), std::string(error.description()));
    }
}

std::vector<fs::path> drop_ins(const fs::path& file) {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(file.string() + ".d", none))
        if (entry.path().extension() == ".toml")
            found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

}  // namespace

Settings load_settings(const fs::path& file) {
    Settings settings;
    if (fs::exists(file))
        read_file(file, settings);
    for (const fs::path& drop_in : drop_ins(file))
        read_file(drop_in, settings);
    return settings;
}

std::optional<log::Level> parse_log_level(std::string_view text) {
    static constexpr std::array<std::string_view, 6> names{"trace",   "debug", "info",
                                                           "warning", "error", "off"};
    const auto found = std::ranges::find(names, text);
    if (found == names.end())
        return std::nullopt;
    return static_cast<log::Level>(found - names.begin());
}

}  // namespace scrm::config
