// Who sits where, as logind knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace scrm::access {

/// Whether there is a logind, and a libsystemd to ask it. Reads files the first time, so that belongs before
/// the loop's run.
bool has_logind();

/// The seats of the session a process of these units belongs to, while that session is the one in front. What
/// runs for a user beside any session, as desktops start their programs, is where the user is in front.
/// Nothing if it cannot be found out: no libsystemd, no logind.
std::optional<std::vector<std::string>> seats_of(const std::vector<std::string>& units, std::uint32_t uid);

}  // namespace scrm::access
