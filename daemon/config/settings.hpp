// scrmd.toml: what an administrator may set. Every value has a default; a file that is not there sets
// nothing.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "daemon/log/log.hpp"

namespace scrm::config {

struct VirtualReaderSettings {
    std::string name;
    unsigned slots = 1;
    std::string card = "default";  // "default", "none", or an ATR in hexadecimal
};

struct Settings {
    log::Level log_level = log::Level::Info;
    /// How long a card may lie unused before it is switched off; nothing means never.
    std::optional<std::chrono::milliseconds> power_off_after = std::chrono::seconds{5};
    std::vector<VirtualReaderSettings> virtual_readers;
    /// Where virtual readers and cards are moved about from; empty for nowhere.
    std::string virtual_control;
};

/// what(): "FILE:LINE: what is wrong and what was expected"
struct SettingsError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads `file`, then FILE.d/*.toml in the order of their names; what comes later overrides. Throws
/// SettingsError.
Settings load_settings(const std::filesystem::path& file);

std::optional<log::Level> parse_log_level(std::string_view text);

}  // namespace scrm::config
