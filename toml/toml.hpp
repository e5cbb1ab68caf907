// TOML as files are read here. toml++ 3.3 asserts what a malformed file can make untrue ("[[[r"), and a
// release build takes its assertions for granted. Here each is a check, and a file that fails one does not
// parse. Everybody includes this and not the library's own header, so that a program has one of it and not
// two; and reads by the functions below, as the library's tables of Unicode have holes, into which letters
// beyond ASCII fall that are in no string.
#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

namespace scrm::toml_library {

/// Throws a toml::parse_error that names no line: the library did not foresee a file like this.
[[noreturn]] inline void malformed();

}  // namespace scrm::toml_library

// With NDEBUG the library would tell the optimiser to rely on them.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expectation) ((expectation) ? static_cast<void>(0) : ::scrm::toml_library::malformed())
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

inline void scrm::toml_library::malformed() {
    throw toml::parse_error("this is malformed", toml::source_position{});
}

namespace scrm::toml_library {

/// The first byte that is not ASCII and neither in a string nor in a comment; the text's size: there is none.
inline std::size_t stray_byte(std::string_view text) {
    std::string_view closing;  // what ends the string that we are in
    for (std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < text.size(); ++at) {
        const char here = text[at];
        const bool is_quote = here == '"' || here == '\'';
        if (!closing.empty() && text.substr(at).starts_with(closing)) {
            at += closing.size() - 1;
            while (closing.size() == 3 && at + 1 < text.size() && text[at + 1] == here)
                ++at;
            closing = {};
        } else if (!closing.empty()) {
            if (here == '\\' && closing.front() == '"')
                ++at;
            if (here == '\n' && closing.size() == 1)
                closing = {};
        } else if (is_quote) {
            const std::string three(3, here);
            closing = text.substr(at, text.substr(at).starts_with(three) ? 3 : 1);
            at += closing.size() - 1;
        } else if (here == '#') {
            at = text.find('\n', at);
            if (at == std::string_view::npos)
                break;
        } else if (static_cast<unsigned char>(here) > 0x7F) {
            return at;
        }
    }
    return text.size();
}

/// Throws toml::parse_error. `path` is for error messages.
inline toml::table parse(std::string_view text, const std::string& path = {}) {
    const std::size_t stray = stray_byte(text);
    if (stray == text.size())
        return toml::parse(text, path);
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(stray), '\n');
    const toml::source_position position{static_cast<toml::source_index>(line), 1};
    throw toml::parse_error("beyond ASCII there are strings and comments only", position,
                            std::make_shared<const std::string>(path));
}

inline toml::table parse_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw toml::parse_error("File could not be opened for reading", toml::source_position{},
                                std::make_shared<const std::string>(path));
    return parse(std::string(std::istreambuf_iterator<char>(file), {}), path);
}

}  // namespace scrm::toml_library
