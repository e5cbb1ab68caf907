#include "drivers/ccid/quirks/quirk_file.hpp"

#include "toml/toml.hpp"

namespace scrm::ccid {
namespace {

constexpr int deepest_list = 2;

std::size_t line_of(const toml::node& node) {
    return node.source().begin.line;
}

QuirkValue value_of(const toml::node& node, int depth = 0) {
    QuirkValue made{.line = line_of(node), .value = {}};
    if (const auto flag = node.value_exact<bool>()) {
        made.value = *flag;
    } else if (const auto number = node.value_exact<std::int64_t>()) {
        made.value = *number;
    } else if (auto text = node.value_exact<std::string>()) {
        made.value = std::move(*text);
    } else if (const toml::array* list = node.as_array(); list != nullptr && depth < deepest_list) {
        std::vector<QuirkValue> values;
        for (const toml::node& each : *list)
            values.push_back(value_of(each, depth + 1));
        made.value = std::move(values);
    } else {
        throw QuirkFileFault(line_of(node), "a value is a string, a whole number, true or a list of these");
    }
    return made;
}

RawQuirkRow row_of(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr)
        throw QuirkFileFault(line_of(node), "rows are [[reader]]");
    RawQuirkRow row{.line = line_of(node), .keys = {}};
    for (const auto& [key, value] : *table)
        row.keys.emplace_back(std::string(key.str()), value_of(value));
    return row;
}

std::vector<RawQuirkRow> rows_of(const toml::table& file) {
    std::vector<RawQuirkRow> rows;
    for (const auto& [key, value] : file) {
        const toml::array* list = value.as_array();
        if (key.str() != "reader" || list == nullptr)
            throw QuirkFileFault(line_of(value), "rows are [[reader]], there is nothing else");
        for (const toml::node& row : *list)
            rows.push_back(row_of(row));
    }
    return rows;
}

}  // namespace

std::vector<RawQuirkRow> parse_quirk_file(std::string_view text) {
    try {
        return rows_of(toml::parse(text));
    } catch (const toml::parse_error& error) {
        throw QuirkFileFault(error.source().begin.line, std::string(error.description()));
    }
}

}  // namespace scrm::ccid
