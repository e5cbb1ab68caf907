// The text of an Info.plist, taken apart: keys and their strings. Pure. The XML library stays inside.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace scrm::bundles {

/// What is wrong, and where. Lines count from 1.
struct Complaint {
    std::size_t line = 1;
    std::string what;

    bool operator==(const Complaint&) const = default;
};

/// One string of a value, and where it stands.
struct PlistString {
    std::string text;
    std::size_t line = 1;
};

/// A value: one string, or those of an array. Empty for what holds none (a dictionary, true, false).
struct PlistValue {
    std::vector<PlistString> strings;
    std::size_t line = 1;  // of its key
};

using Plist = std::map<std::string, PlistValue, std::less<>>;

/// Numbers are taken for strings. Of a key that is there twice the last one counts.
std::variant<Plist, Complaint> parse_plist(std::string_view text);

}  // namespace scrm::bundles
