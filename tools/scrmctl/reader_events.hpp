// What happened at a reader between two looks at it.
#pragma once

#include <winscard.h>

#include <optional>
#include <string_view>
#include <vector>

namespace scrm::tools {

enum class ReaderEvent {
    ReaderFound,  // first look at this reader
    ReaderGone,   // it is no longer listed
    CardPresent,  // a card was in at the first look, or a mute one began to answer
    CardInserted,
    CardRemoved,
    CardMute,         // a card is in, and does not answer
    ReaderShared,     // somebody works with the card, and others may
    ReaderExclusive,  // somebody has the card to himself
    ReaderFree        // nobody works with it
};

/// For people: "card inserted".
[[nodiscard]] std::string_view event_words(ReaderEvent event);
/// For programs: "card-inserted".
[[nodiscard]] std::string_view event_name(ReaderEvent event);
/// Does the event bring an answer to reset?
[[nodiscard]] bool brings_atr(ReaderEvent event);

/// In the order they happened; a card that was swapped between two looks gives removed and inserted. Both
/// states are dwEventStates; without `before` this is the first look.
[[nodiscard]] std::vector<ReaderEvent> events_between(std::optional<DWORD> before, DWORD now);

}  // namespace scrm::tools
