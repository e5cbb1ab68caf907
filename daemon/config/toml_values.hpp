// What settings are made of: tables of known keys, times, lists. Whatever does not fit is an error that names
// file and line.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "toml/toml.hpp"

namespace scrm::config {

/// "FILE:LINE"
std::string place_of(const toml::source_region& where);

[[noreturn]] void fail(const toml::source_region& where, const std::string& what);

template <class T>
T expect(const toml::node& node, const std::string& key, const char* kind) {
    if (const auto value = node.value_exact<T>())
        return *value;
    fail(node.source(), key + " must be " + kind);
}

using KeyReaders = std::map<std::string, std::function<void(const toml::node&)>, std::less<>>;

/// Every key must be known, so that a typing error is told instead of ignored.
void read_table(const toml::node& node, const std::string& name, const KeyReaders& keys);

/// Seconds, fractions are welcome; nothing for "never".
std::optional<std::chrono::milliseconds> read_time(const toml::node& value, const std::string& key);

/// Calls `add` for each string of a list, with the place where it stands.
void read_list(const toml::node& node, const std::string& key,
               const std::function<void(const toml::node& place, const std::string& text)>& add);

}  // namespace scrm::config
