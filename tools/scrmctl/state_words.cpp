#include "tools/scrmctl/state_words.hpp"

namespace scrm::tools {

std::vector<std::string> state_words(DWORD event_state) {
    const auto holds = [event_state](DWORD flag) { return (event_state & flag) != 0; };
    std::vector<std::string> words;
    if (holds(SCARD_STATE_UNKNOWN)) {
        words.emplace_back("unknown");
    } else if (holds(SCARD_STATE_UNAVAILABLE)) {
        words.emplace_back("unavailable");
    }
    if (holds(SCARD_STATE_EMPTY)) {
        words.emplace_back("empty");
    }
    if (has_card(event_state)) {
        words.emplace_back(is_mute(event_state) ? "mute card" : "card");
    }
    if (holds(SCARD_STATE_EXCLUSIVE)) {
        words.emplace_back("exclusive");
    } else if (holds(SCARD_STATE_INUSE)) {
        words.emplace_back("in use");
    }
    if (holds(SCARD_STATE_UNPOWERED)) {
        words.emplace_back("unpowered");
    }
    if (words.empty()) {
        words.emplace_back("unknown");
    }
    return words;
}

bool has_card(DWORD event_state) {
    return (event_state & SCARD_STATE_PRESENT) != 0;
}

bool is_mute(DWORD event_state) {
    return (event_state & SCARD_STATE_MUTE) != 0;
}

DWORD movement_count(DWORD event_state) {
    return event_state >> 16U & 0xFFFFU;
}

}  // namespace scrm::tools
