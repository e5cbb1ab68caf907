#include "tools/scrmctl/reader_events.hpp"

#include "tools/scrmctl/state_words.hpp"

namespace scrm::tools {
namespace {

enum class Sharing { Free, Shared, Exclusive };

Sharing sharing_in(DWORD state) {
    if ((state & SCARD_STATE_EXCLUSIVE) != 0) {
        return Sharing::Exclusive;
    }
    return (state & SCARD_STATE_INUSE) != 0 ? Sharing::Shared : Sharing::Free;
}

ReaderEvent sharing_event(Sharing sharing) {
    switch (sharing) {
        case Sharing::Shared:
            return ReaderEvent::ReaderShared;
        case Sharing::Exclusive:
            return ReaderEvent::ReaderExclusive;
        case Sharing::Free:
            break;
    }
    return ReaderEvent::ReaderFree;
}

void add_card_events(std::vector<ReaderEvent>& events, DWORD before, DWORD now) {
    const bool swapped = has_card(before) && has_card(now) && movement_count(before) != movement_count(now);
    if (has_card(before) && (swapped || !has_card(now))) {
        events.push_back(ReaderEvent::CardRemoved);
    }
    if (!has_card(now)) {
        return;
    }
    if (swapped || !has_card(before)) {
        events.push_back(is_mute(now) ? ReaderEvent::CardMute : ReaderEvent::CardInserted);
    } else if (is_mute(now) != is_mute(before)) {
        events.push_back(is_mute(now) ? ReaderEvent::CardMute : ReaderEvent::CardPresent);
    }
}

}  // namespace

std::string_view event_words(ReaderEvent event) {
    switch (event) {
        case ReaderEvent::ReaderFound:
            return "reader found";
        case ReaderEvent::ReaderGone:
            return "reader gone";
        case ReaderEvent::CardPresent:
            return "card present";
        case ReaderEvent::CardInserted:
            return "card inserted";
        case ReaderEvent::CardRemoved:
            return "card removed";
        case ReaderEvent::CardMute:
            return "card does not answer";
        case ReaderEvent::ReaderShared:
            return "in use";
        case ReaderEvent::ReaderExclusive:
            return "in exclusive use";
        case ReaderEvent::ReaderFree:
            break;
    }
    return "free";
}

std::string_view event_name(ReaderEvent event) {
    switch (event) {
        case ReaderEvent::ReaderFound:
            return "reader-found";
        case ReaderEvent::ReaderGone:
            return "reader-gone";
        case ReaderEvent::CardPresent:
            return "card-present";
        case ReaderEvent::CardInserted:
            return "card-inserted";
        case ReaderEvent::CardRemoved:
            return "card-removed";
        case ReaderEvent::CardMute:
            return "card-mute";
        case ReaderEvent::ReaderShared:
            return "reader-in-use";
        case ReaderEvent::ReaderExclusive:
            return "reader-exclusive";
        case ReaderEvent::ReaderFree:
            break;
    }
    return "reader-free";
}

bool brings_atr(ReaderEvent event) {
    return event == ReaderEvent::CardPresent || event == ReaderEvent::CardInserted;
}

std::vector<ReaderEvent> events_between(std::optional<DWORD> before, DWORD now) {
    std::vector<ReaderEvent> events;
    if (before) {
        add_card_events(events, *before, now);
    } else {
        events.push_back(ReaderEvent::ReaderFound);
        if (has_card(now)) {
            events.push_back(is_mute(now) ? ReaderEvent::CardMute : ReaderEvent::CardPresent);
        }
    }
    const Sharing sharing = sharing_in(now);
    if (sharing != (before ? sharing_in(*before) : Sharing::Free)) {
        events.push_back(sharing_event(sharing));
    }
    return events;
}

}  // namespace scrm::tools
