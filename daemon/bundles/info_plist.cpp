#include "daemon/bundles/info_plist.hpp"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

#include "daemon/bundles/plist_repair.hpp"

namespace scrm::bundles {
namespace {

// Knows at which line an offset is; asked with growing offsets it reads the text once.
class LineCounter {
  public:
    explicit LineCounter(std::string_view text) : text_(text) {}

    std::size_t at(std::ptrdiff_t offset) {
        const std::size_t end =
            std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)), text_.size());
        if (end < offset_) {
            offset_ = 0;
            line_ = 1;
        }
        line_ += static_cast<std::size_t>(std::ranges::count(text_.substr(offset_, end - offset_), '\n'));
        offset_ = end;
        return line_;
    }

  private:
    std::string_view text_;
    std::size_t offset_ = 0;
    std::size_t line_ = 1;
};

std::string trimmed(const char* text) {
    constexpr std::string_view blanks = " \t\r\n";
    std::string_view view(text);
    const std::size_t begin = view.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return std::string(view.substr(begin, view.find_last_not_of(blanks) + 1 - begin));
}

bool is_string(const pugi::xml_node& node) {
    return std::strcmp(node.name(), "string") == 0 || std::strcmp(node.name(), "integer") == 0;
}

PlistValue read_value(const pugi::xml_node& node, std::size_t key_line, LineCounter& lines) {
    PlistValue value{{}, key_line};
    const auto add = [&](const pugi::xml_node& string) {
        if (is_string(string))
            value.strings.push_back({trimmed(string.child_value()), lines.at(string.offset_debug())});
    };
    add(node);
    if (std::strcmp(node.name(), "array") == 0)
        for (const pugi::xml_node& element : node.children())
            add(element);
    return value;
}

pugi::xml_node next_element(pugi::xml_node node) {
    do
        node = node.next_sibling();
    while (node && node.type() != pugi::node_element);
    return node;
}

std::variant<Plist, Complaint> parse_xml(std::string_view text) {
    LineCounter lines(text);
    pugi::xml_document document;
    const auto parsed =
        document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed)
        return Complaint{lines.at(parsed.offset), std::string("not XML: ") + parsed.description()};
    const pugi::xml_node dictionary = document.child("plist").child("dict");
    if (!dictionary)
        return Complaint{1, "no property list: <plist> with a <dict> in it was expected"};
    Plist plist;
    for (pugi::xml_node key = dictionary.child("key"); key; key = key.next_sibling("key")) {
        const std::size_t line = lines.at(key.offset_debug());
        const pugi::xml_node value = next_element(key);
        if (!value || std::strcmp(value.name(), "key") == 0)
            return Complaint{line, "the key " + trimmed(key.child_value()) + " has no value"};
        plist.insert_or_assign(trimmed(key.child_value()), read_value(value, line, lines));
    }
    return plist;
}

}  // namespace

std::variant<Plist, Complaint> parse_plist(std::string_view text) {
    auto parsed = parse_xml(text);
    if (std::holds_alternative<Plist>(parsed))
        return parsed;
    auto repaired = parse_xml(end_arrays(text));
    return std::holds_alternative<Plist>(repaired) ? std::move(repaired) : std::move(parsed);
}

}  // namespace scrm::bundles
