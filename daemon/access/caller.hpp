// Who asks for something, as far as the rules want to know it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scrm::access {

/// One of all that ever have that number.
struct Process {
    std::uint32_t pid = 0;
    std::uint64_t start_time = 0;  // as in /proc/PID/stat

    // NOLINTNEXTLINE(modernize-use-nullptr): takes the 0 of a defaulted <=> for a pointer
    auto operator<=>(const Process&) const = default;
};

/// As the kernel knew the process when it connected. Nothing where it could not be found out, or no rule asks
/// for it.
struct Caller {
    std::uint32_t uid = 0;
    std::optional<std::vector<std::uint32_t>> groups;
    /// The systemd unit it belongs to, and the slices around that.
    std::optional<std::vector<std::string>> units;
    std::optional<Process> process = std::nullopt;
    /// Where its session is, if somebody is there: "seat0", say; none for a login from elsewhere.
    std::optional<std::vector<std::string>> seats = std::nullopt;
    /// The file it is run from, alone. Known only to a daemon that may see it, as root may.
    std::optional<std::vector<std::string>> program = std::nullopt;
};

/// Of the path of a cgroup: the leading slices and what comes after them. What lies deeper is not systemd's
/// word but that of whoever was given the place: a user may call a cgroup of theirs "sshd.service".
std::vector<std::string> units_of(std::string_view cgroup);

}  // namespace scrm::access
