// A reader's state as SCardGetStatusChange reports it, in words.
#pragma once

#include <winscard.h>

#include <string>
#include <vector>

namespace scrm::tools {

/// One or more of: "empty", "card", "mute card", "in use", "exclusive", "unpowered", "unavailable",
/// "unknown". `event_state` is a dwEventState; its counter and SCARD_STATE_CHANGED do not matter.
[[nodiscard]] std::vector<std::string> state_words(DWORD event_state);

[[nodiscard]] bool has_card(DWORD event_state);
/// A card is in, and does not answer.
[[nodiscard]] bool is_mute(DWORD event_state);
/// How often a card came or went, modulo 2^16.
[[nodiscard]] DWORD movement_count(DWORD event_state);

}  // namespace scrm::tools
