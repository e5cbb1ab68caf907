// scrmd.toml: what an administrator may set. Every value has a default; a file that is not there sets
// nothing.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "daemon/access/policy.hpp"
#include "daemon/config/discovery_settings.hpp"
#include "daemon/config/driver_settings.hpp"
#include "daemon/log/log.hpp"
#include "drivers/iso7816/atr_pattern.hpp"

namespace scrm::config {

struct VirtualReaderSettings {
    std::string name;
    unsigned slots = 1;
    std::string card = "default";  // "default", "none", or an ATR in hexadecimal
};

/// Nothing means never.
using TimeSetting = std::optional<std::chrono::milliseconds>;

/// What each user may have at a time; 0 means as much as there is.
struct UserLimitSettings {
    std::uint32_t contexts = 16384;
    std::uint32_t handles = 65536;
    std::uint32_t waiting = 16384;

    bool operator==(const UserLimitSettings&) const = default;
};

enum class Polkit : std::uint8_t { NotAsked, Asked };

struct Settings {
    log::Level log_level = log::Level::Info;
    /// How long a card may lie unused before it is switched off.
    TimeSetting power_off_after = std::chrono::seconds{5};
    /// Readers, by how their names begin, and cards that are not.
    std::vector<std::string> power_never_readers;
    std::vector<iso7816::AtrPattern> power_never_cards;
    /// Limits to transactions that keep others waiting (readers/transaction_policy.hpp).
    TimeSetting transaction_longest;
    TimeSetting transaction_longest_pause;
    TimeSetting transaction_connect_wait;
    TimeSetting transaction_report_after = std::chrono::seconds{10};
    UserLimitSettings user_limits;
    /// How long there may be neither a client nor a reader where scrmd is to end then (--auto-exit).
    TimeSetting idle_exit = std::chrono::seconds{60};
    /// Who may use which reader; the first that fits decides.
    std::vector<access::Rule> access_rules;
    Polkit polkit = Polkit::NotAsked;
    DiscoverySettings discovery;
    DriverSettings drivers;
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
