// The tables are pcsc-lite 1.9.9's answers to SCardGetStatusChange(0 ms): what a program said it knew, and
// whether that was news. One line differs on purpose: MUTE believed of an empty reader is a belief that does
// not hold.
#include "libpcsc-client/context/status_change.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::ipc;

namespace {

constexpr std::uint32_t changed = SCARD_STATE_CHANGED;
constexpr std::uint32_t gone = SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE;
constexpr const char* list_name = R"(\\?PnP?\Notification)";

constexpr std::array<std::uint32_t, 22> beliefs = {0x0,   0x10, 0x20,  0x120,   0x1A0,  0xA0,  0x30,  0x4,
                                                   0x8,   0xC,  0x220, 0x22,    0x40,   0x400, 0x420, 0x2,
                                                   0x100, 0x80, 0x200, 0x80000, 0x1000, 0x320};

struct Measured {
    const char* situation;
    ReaderState reader;
    std::uint32_t state;
    std::string news;  // one letter per belief: C(hanged) or T(ime-out)
};

const std::uint32_t working = slot_state::present | slot_state::powered | slot_state::negotiable;

const std::vector<Measured> measured = {
    {"empty", reader_named("R", slot_state::absent, 0, 1), 0x00010010, "CTCCCCCCCCCCTTCTCCCCTC"},
    {"mute", reader_named("R", slot_state::present | slot_state::swallowed, 0, 2), 0x00020220,
     "CCCCCCCCCCTCCCCCCCTCCC"},
    {"a card that nobody uses", reader_named("R", working, 0, 1), 0x00010020, "CCTCCCCCCCCTTTTTCCCCTC"},
    {"a card in use", reader_named("R", working, 1, 2), 0x00020120, "CCTTCCCCCCCTTTTTTCCCTC"},
    {"a card used exclusively", reader_named("R", working, -1, 2), 0x000200A0, "CCTCCTCCCCCTTTTTCTCCTC"},
};

SCARD_READERSTATE asked(const char* name, DWORD known) {
    return {.szReader = name,
            .pvUserData = nullptr,
            .dwCurrentState = known,
            .dwEventState = 0xDEAD,
            .cbAtr = 7,
            .rgbAtr = {0xAA, 0xAA, 0xAA}};
}

}  // namespace

TEST_CASE("what a program knows and what is make the events that pcsc-lite makes of them") {
    for (const Measured& row : measured)
        for (std::size_t i = 0; i < beliefs.size(); ++i) {
            CAPTURE(row.situation, beliefs[i]);
            const std::uint32_t expected = row.state | (row.news[i] == 'C' ? changed : 0);
            CHECK(event_state(beliefs[i], &row.reader) == expected);
        }
}

TEST_CASE("a program that believes what it was told hears no news, whatever the reader does") {
    for (std::uint32_t state = 1; state < 0x80; ++state)
        for (const std::int32_t sharing : {-1, 0, 1, 7})
            for (const std::uint32_t count : {0U, 1U, 0xFFFFU}) {
                const ReaderState reader = reader_named("R", state, sharing, count);
                const std::uint32_t told = event_state(SCARD_STATE_UNAWARE, &reader);
                CAPTURE(state, sharing, count);
                CHECK((told & changed) != 0);
                if ((told & ~changed) != SCARD_STATE_UNAWARE)
                    CHECK(event_state(told, &reader) == (told & ~changed));
            }
}

TEST_CASE("the state told does not depend on what the program knows") {
    for (const Measured& row : measured)
        for (std::uint32_t known = 0; known < 0x800; ++known)
            CHECK((event_state(known, &row.reader) & ~changed) == row.state);
}

TEST_CASE("a count of card movements is compared when the program names one") {
    const ReaderState reader = reader_named("R", slot_state::absent, 0, 5);
    CHECK(event_state(0x00000010, &reader) == 0x00050010);
    CHECK(event_state(0x00050010, &reader) == 0x00050010);
    CHECK(event_state(0x00040010, &reader) == (0x00050010 | changed));
}

TEST_CASE("a reader that left is unknown and unavailable, and news once") {
    CHECK(event_state(0x00010020, nullptr) == (gone | changed));
    CHECK(event_state(SCARD_STATE_UNAWARE, nullptr) == (gone | changed));
    CHECK(event_state(gone, nullptr) == gone);
}

TEST_CASE("a reader that cannot be used is unavailable and tells nothing else") {
    const ReaderState reader = reader_named("R", slot_state::unknown | slot_state::present, 3, 9);
    CHECK(event_state(SCARD_STATE_PRESENT, &reader) == (SCARD_STATE_UNAVAILABLE | changed));
    CHECK(event_state(SCARD_STATE_UNAVAILABLE, &reader) == SCARD_STATE_UNAVAILABLE);
}

TEST_CASE("the list of readers is news when its counter is not the one named") {
    const ReaderSnapshot none;
    CHECK(list_event_state(0x00030000, {none, 3, 1}) == 0x00030000);
    CHECK(list_event_state(0x00020000, {none, 3, 3}) == (0x00030000 | changed));
}

TEST_CASE("the list of readers is news when it changed since the call began and no counter is named") {
    const ReaderSnapshot none;
    CHECK(list_event_state(SCARD_STATE_UNAWARE, {none, 3, 3}) == 0x00030000);
    CHECK(list_event_state(SCARD_STATE_UNAWARE, {none, 4, 3}) == (0x00040000 | changed));
}

TEST_CASE("a report fills in state and ATR of each reader asked about") {
    ReaderSnapshot readers;
    take(readers, {empty_reader("A", 1), full_reader("B", 2)});
    std::array entries = {asked("B", SCARD_STATE_UNAWARE), asked("A", SCARD_STATE_EMPTY),
                          asked(list_name, SCARD_STATE_UNAWARE)};

    CHECK(report(entries, {readers, 4, 4}) == News::Something);
    CHECK(entries[0].dwEventState == (0x00020020 | changed));
    CHECK(entries[0].cbAtr == 2);
    CHECK(entries[0].rgbAtr[0] == 0x3B);
    CHECK(entries[1].dwEventState == 0x00010010);
    CHECK(entries[1].cbAtr == 0);
    CHECK(entries[2].dwEventState == 0x00040000);
    CHECK(entries[2].cbAtr == 7);
    for (const SCARD_READERSTATE& entry : entries)
        CHECK((entry.dwCurrentState & changed) == 0);
}

TEST_CASE("a report of nothing new says so and still tells the states") {
    ReaderSnapshot readers;
    take(readers, {full_reader("B", 2)});
    std::array entries = {asked("B", SCARD_STATE_PRESENT)};
    CHECK(report(entries, {readers, 1, 1}) == News::Nothing);
    CHECK(entries[0].dwEventState == 0x00020020);
}

TEST_CASE("a reader that came into use, or out of it, since the first look is news at a later one") {
    const auto sharing = GENERATE(0, 1, 2, shared_exclusively);
    const auto later = GENERATE(0, 1, 2, shared_exclusively);
    ReaderSnapshot readers;
    std::array entries = {asked("B", SCARD_STATE_PRESENT)};
    ReaderState reader = full_reader("B", 2);
    reader.sharing = sharing;
    take(readers, {reader});
    CHECK(report(entries, {readers, 1, 1}) == News::Nothing);
    reader.sharing = later;
    take(readers, {reader});
    const bool same_use = sharing == later || (sharing > 0 && later > 0);
    CHECK(report(entries, {readers, 1, 1}, Look::Later) == (same_use ? News::Nothing : News::Something));
    CHECK(report(entries, {readers, 1, 1}, Look::Later) == News::Nothing);
}

TEST_CASE("ignored readers are left alone, and may be unknown") {
    ReaderSnapshot readers;
    take(readers, {});
    std::array entries = {asked("nobody", SCARD_STATE_IGNORE), asked(list_name, SCARD_STATE_IGNORE)};
    CHECK(all_known(entries, readers));
    CHECK(all_ignored(entries));
    CHECK_FALSE(asks_for_list(entries));
    CHECK(report(entries, {readers, 2, 1}) == News::Nothing);
    CHECK(entries[0].dwEventState == 0xDEAD);
    CHECK(entries[1].dwEventState == 0xDEAD);
}

TEST_CASE("a reader is known by its whole name, and an unused record is none") {
    ReaderSnapshot readers;
    take(readers, {ReaderState{}, empty_reader("Reader 00")});
    const auto known = [&](const char* name) { return all_known(std::array{asked(name, 0)}, readers); };
    CHECK(known("Reader 00"));
    CHECK(known(list_name));
    CHECK_FALSE(known("Reader 0"));
    CHECK_FALSE(known("Reader 000"));
    CHECK_FALSE(known(""));
    CHECK_FALSE(all_known(std::array{asked("Reader 00", 0), asked("other", 0)}, readers));
}
