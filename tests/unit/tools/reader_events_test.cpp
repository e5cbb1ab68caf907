#include "tools/scrmctl/reader_events.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "tools/scrmctl/state_words.hpp"

using namespace scrm::tools;

namespace {

using Events = std::vector<ReaderEvent>;
using Words = std::vector<std::string>;

constexpr DWORD empty = SCARD_STATE_EMPTY;
constexpr DWORD card = SCARD_STATE_PRESENT;
constexpr DWORD mute = SCARD_STATE_PRESENT | SCARD_STATE_MUTE;
constexpr DWORD in_use = SCARD_STATE_INUSE;
constexpr DWORD exclusive = SCARD_STATE_EXCLUSIVE;

constexpr DWORD counted(DWORD state, DWORD count) {
    return state | count << 16U;
}

}  // namespace

TEST_CASE("at the first look a reader is found, and the card in it is present") {
    CHECK(events_between(std::nullopt, empty) == Events{ReaderEvent::ReaderFound});
    CHECK(events_between(std::nullopt, card) == Events{ReaderEvent::ReaderFound, ReaderEvent::CardPresent});
    CHECK(events_between(std::nullopt, mute) == Events{ReaderEvent::ReaderFound, ReaderEvent::CardMute});
    CHECK(events_between(std::nullopt, card | in_use) ==
          Events{ReaderEvent::ReaderFound, ReaderEvent::CardPresent, ReaderEvent::ReaderShared});
}

TEST_CASE("nothing new is no event") {
    CHECK(events_between(counted(card, 3), counted(card, 3)).empty());
    CHECK(events_between(empty, empty).empty());
}

TEST_CASE("a card comes and goes") {
    CHECK(events_between(counted(empty, 0), counted(card, 1)) == Events{ReaderEvent::CardInserted});
    CHECK(events_between(counted(card, 1), counted(empty, 2)) == Events{ReaderEvent::CardRemoved});
}

TEST_CASE("a card swapped between two looks was removed and inserted") {
    CHECK(events_between(counted(card, 1), counted(card, 3)) ==
          Events{ReaderEvent::CardRemoved, ReaderEvent::CardInserted});
    CHECK(events_between(counted(card, 1), counted(mute, 3)) ==
          Events{ReaderEvent::CardRemoved, ReaderEvent::CardMute});
}

TEST_CASE("a card that came and went between two looks leaves no trace") {
    CHECK(events_between(counted(empty, 2), counted(empty, 4)).empty());
}

TEST_CASE("a mute card is told apart from one that answers") {
    CHECK(events_between(counted(empty, 0), counted(mute, 1)) == Events{ReaderEvent::CardMute});
    CHECK(events_between(counted(mute, 1), counted(card, 1)) == Events{ReaderEvent::CardPresent});
    CHECK(events_between(counted(card, 1), counted(mute, 1)) == Events{ReaderEvent::CardMute});
    CHECK(events_between(counted(mute, 1), counted(empty, 2)) == Events{ReaderEvent::CardRemoved});
}

TEST_CASE("who uses the card is told when it changes") {
    CHECK(events_between(card, card | in_use) == Events{ReaderEvent::ReaderShared});
    CHECK(events_between(card | in_use, card | exclusive) == Events{ReaderEvent::ReaderExclusive});
    CHECK(events_between(card, card | exclusive | in_use) == Events{ReaderEvent::ReaderExclusive});
    CHECK(events_between(card | in_use, card) == Events{ReaderEvent::ReaderFree});
    CHECK(events_between(counted(card | in_use, 1), counted(empty, 2)) ==
          Events{ReaderEvent::CardRemoved, ReaderEvent::ReaderFree});
}

TEST_CASE("every event has words and a name of its own") {
    std::set<std::string> names;
    std::set<std::string> words;
    for (int i = static_cast<int>(ReaderEvent::ReaderFound); i <= static_cast<int>(ReaderEvent::ReaderFree);
         ++i) {
        names.emplace(event_name(static_cast<ReaderEvent>(i)));
        words.emplace(event_words(static_cast<ReaderEvent>(i)));
    }
    CHECK(names.size() == 9);
    CHECK(words.size() == 9);
    CHECK(event_name(ReaderEvent::CardInserted) == "card-inserted");
    CHECK(event_words(ReaderEvent::CardInserted) == "card inserted");
}

TEST_CASE("a card that comes brings its ATR, a mute one has none") {
    CHECK(brings_atr(ReaderEvent::CardPresent));
    CHECK(brings_atr(ReaderEvent::CardInserted));
    CHECK_FALSE(brings_atr(ReaderEvent::CardMute));
    CHECK_FALSE(brings_atr(ReaderEvent::CardRemoved));
    CHECK_FALSE(brings_atr(ReaderEvent::ReaderShared));
}

TEST_CASE("a state is told in words, whatever its counter") {
    CHECK(state_words(counted(empty, 7) | SCARD_STATE_CHANGED) == Words{"empty"});
    CHECK(state_words(card) == Words{"card"});
    CHECK(state_words(mute) == Words{"mute card"});
    CHECK(state_words(card | in_use) == Words{"card", "in use"});
    CHECK(state_words(card | in_use | exclusive) == Words{"card", "exclusive"});
    CHECK(state_words(card | SCARD_STATE_UNPOWERED) == Words{"card", "unpowered"});
    CHECK(state_words(SCARD_STATE_UNAVAILABLE) == Words{"unavailable"});
    CHECK(state_words(SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE) == Words{"unknown"});
    CHECK(state_words(SCARD_STATE_UNAWARE) == Words{"unknown"});
}

TEST_CASE("the counter is in the upper half") {
    CHECK(movement_count(counted(card, 0xFFFF)) == 0xFFFF);
    CHECK(movement_count(card) == 0);
}
