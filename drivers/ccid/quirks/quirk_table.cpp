#include "drivers/ccid/quirks/quirk_table.hpp"

#include <algorithm>
#include <iterator>

#include "drivers/ccid/quirks/quirk_values.hpp"

namespace scrm::ccid {
namespace {

QuirkMatch::Id id_of(const QuirkValue& node) {
    const std::string text = text_of(node, "an id");
    const auto vendor = hex_number(std::string_view(text).substr(0, 4), 4);
    const bool whole_vendor = text.size() == 6 && text.substr(4) == ":*";
    const auto product = text.size() == 9 && text[4] == ':' ? hex_number(text.substr(5), 4) : std::nullopt;
    if (!vendor || (!product && !whole_vendor))
        throw QuirkFileFault(node.line,
                             "an id is vendor:product in hexadecimal, as in \"08E6:3437\" or \"08E6:*\"");
    QuirkMatch::Id id{.vendor = static_cast<std::uint16_t>(*vendor), .product = {}};
    if (product)
        id.product = static_cast<std::uint16_t>(*product);
    return id;
}

// "2.00" is 0200 in the device's binary-coded decimal.
std::uint16_t release_of(const QuirkValue& node, const std::string& key) {
    std::string text = text_of(node, key);
    const std::size_t dot = text.find('.');
    if (dot > 2 || text.size() != dot + 3)  // none is far behind all
        throw QuirkFileFault(node.line, key + " is a release as in \"2.00\"");
    const std::string digits = std::string(2 - dot, '0') + text.erase(dot, 1);
    const auto number = hex_number(digits, 4);
    if (!number)
        throw QuirkFileFault(node.line, key + " is a release as in \"2.00\"");
    return static_cast<std::uint16_t>(*number);
}

// True if the key says which devices a row is for, or what it is about.
bool read_head(QuirkRow& row, const std::string& key, const QuirkValue& node) {
    if (key == "name")
        row.name = text_of(node, "name");
    else if (key == "reason")
        row.reason = text_of(node, "reason");
    else if (key == "source")
        row.source = text_of(node, "source");
    else if (key == "handled")  // for people: why no effect is needed
        (void)text_of(node, "handled");
    else if (key == "release_from")
        row.match.release_from = release_of(node, "release_from");
    else if (key == "release_to")
        row.match.release_to = release_of(node, "release_to");
    else if (key == "ids")
        for (const QuirkValue& id : list_of(node, "ids"))
            row.match.ids.push_back(id_of(id));
    else
        return false;
    return true;
}

QuirkRow row_of(const RawQuirkRow& raw) {
    QuirkRow row;
    for (const auto& [key, value] : raw.keys) {
        if (read_head(row, key, value))
            continue;
        auto effect = make_quirk_effect(key, value);
        if (!effect)
            throw QuirkFileFault(value.line, "nothing is called " + key);
        row.effects.push_back(std::move(*effect));
    }
    if (row.name.empty() || row.reason.empty() || row.source.empty())
        throw QuirkFileFault(raw.line, "a row has a name, a reason and a source");
    return row;
}

}  // namespace

bool QuirkMatch::fits(const drivers::UsbInterface& device) const {
    if (device.release < release_from || device.release > release_to)
        return false;
    const auto is_it = [&](const Id& id) {
        return id.vendor == device.vendor && id.product.value_or(device.product) == device.product;
    };
    return ids.empty() || std::ranges::any_of(ids, is_it);
}

std::optional<QuirkFileError> QuirkTable::add(std::string_view text, const std::string& name) {
    try {
        std::vector<QuirkRow> rows;
        for (const RawQuirkRow& raw : parse_quirk_file(text))
            rows.push_back(row_of(raw));
        std::ranges::move(rows, std::back_inserter(rows_));
        return std::nullopt;
    } catch (const QuirkFileFault& fault) {
        return QuirkFileError{name + ":" + fault.what()};
    }
}

Quirks QuirkTable::quirks_of(const drivers::UsbInterface& device) const {
    Quirks quirks;
    for (const QuirkRow& row : rows_)
        if (row.match.fits(device))
            for (const QuirkEffect& effect : row.effects)
                effect(quirks);
    return quirks;
}

}  // namespace scrm::ccid
