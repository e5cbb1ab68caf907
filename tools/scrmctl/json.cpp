#include "tools/scrmctl/json.hpp"

#include "tools/scrmctl/printable.hpp"

namespace scrm::tools {
namespace {

std::string escaped(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\n':
            return "\\n";
        case '\t':
            return "\\t";
        default:
            break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20) {
        return {c};
    }
    return {'\\', 'u', '0', '0', digits[byte >> 4U], digits[byte & 0x0FU]};
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const std::size_t size = utf8_character_size(text);
        if (size == 0) {
            out += "\\ufffd";
            text.remove_prefix(1);
            continue;
        }
        out += size == 1 ? escaped(text.front()) : std::string(text.substr(0, size));
        text.remove_prefix(size);
    }
    return out + "\"";
}

/// One overload for each kind of value.
struct Writer {
    std::string operator()(std::nullptr_t) const { return "null"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(const std::string& value) const { return quoted(value); }

    std::string operator()(const Json::Array& values) const {
        std::string out;
        for (const Json& value : values) {
            out += (out.empty() ? "" : ",") + value.text();
        }
        return "[" + out + "]";
    }

    std::string operator()(const Json::Object& members) const {
        std::string out;
        for (const auto& [name, value] : members) {
            out += (out.empty() ? "" : ",") + quoted(name) + ":" + value.text();
        }
        return "{" + out + "}";
    }
};

}  // namespace

std::string Json::text() const {
    return std::visit(Writer{}, value_);
}

}  // namespace scrm::tools
