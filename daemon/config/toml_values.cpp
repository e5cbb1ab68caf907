#include "daemon/config/toml_values.hpp"

#include "daemon/config/settings.hpp"

namespace scrm::config {

std::string place_of(const toml::source_region& where) {
    return (where.path ? *where.path : "settings") + ":" + std::to_string(where.begin.line);
}

void fail(const toml::source_region& where, const std::string& what) {
    throw SettingsError(place_of(where) + ": " + what);
}

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
            known.append(known.empty() ? "" : ", ").append(expected);
        std::string what = "unknown key '";
        what.append(key.str()).append("' in ").append(name).append("; known are: ").append(known);
        fail(key.source(), what);
    }
}

std::optional<std::chrono::milliseconds> read_time(const toml::node& value, const std::string& key) {
    constexpr double longest = 86400;
    if (value.value_exact<std::string>() == "never")
        return std::nullopt;
    const auto seconds = value.value<double>();
    if (!seconds || !(*seconds >= 0 && *seconds <= longest))
        fail(value.source(), key + " must be seconds from 0 to 86400, or \"never\"");
    return std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000));
}

void read_list(const toml::node& node, const std::string& key,
               const std::function<void(const toml::node& place, const std::string& text)>& add) {
    const toml::array* list = node.as_array();
    if (!list)
        fail(node.source(), key + " must be a list of strings");
    for (const toml::node& element : *list)
        add(element, expect<std::string>(element, key, "a list of strings"));
}

}  // namespace scrm::config
