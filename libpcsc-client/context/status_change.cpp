#include "libpcsc-client/context/status_change.hpp"

#include <algorithm>
#include <string_view>

namespace scrm::client {
namespace {

constexpr std::string_view list_name = R"(\\?PnP?\Notification)";

constexpr unsigned count_shift = 16;
constexpr std::uint32_t count_mask = 0xFFFF;

/// What a program may believe of a reader and find to be true no more.
constexpr std::uint32_t beliefs = SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE | SCARD_STATE_EMPTY |
                                  SCARD_STATE_PRESENT | SCARD_STATE_EXCLUSIVE | SCARD_STATE_INUSE |
                                  SCARD_STATE_MUTE;

constexpr std::uint32_t uses = SCARD_STATE_EXCLUSIVE | SCARD_STATE_INUSE;

bool is_ignored(const SCARD_READERSTATE& entry) {
    return (entry.dwCurrentState & SCARD_STATE_IGNORE) != 0;
}

bool is_list(const SCARD_READERSTATE& entry) {
    return entry.szReader == list_name;
}

/// The truth in SCARD_STATE_* bits, the count of card movements not included.
std::uint32_t state_bits(const ipc::ReaderState& reader) {
    if ((reader.state & ipc::slot_state::unknown) != 0)
        return SCARD_STATE_UNAVAILABLE;
    std::uint32_t bits = 0;
    if ((reader.state & ipc::slot_state::absent) != 0)
        bits |= SCARD_STATE_EMPTY;
    if ((reader.state & ipc::slot_state::present) != 0)
        bits |= SCARD_STATE_PRESENT;
    if ((reader.state & ipc::slot_state::swallowed) != 0)
        bits |= SCARD_STATE_MUTE;
    if (reader.sharing == ipc::shared_exclusively)
        bits |= SCARD_STATE_EXCLUSIVE;
    else if (reader.sharing > 0)
        bits |= SCARD_STATE_INUSE;
    return bits;
}

/// A count of 0 is one the program does not name.
bool names_other_count(std::uint32_t known, std::uint32_t count) {
    const std::uint32_t named = known >> count_shift;
    return named != 0 && named != count;
}

void report_reader(SCARD_READERSTATE& entry, const ReaderSnapshot& readers, Look look) {
    const auto reader = readers.find(entry.szReader);
    const auto known = static_cast<std::uint32_t>(entry.dwCurrentState);
    const auto before = static_cast<std::uint32_t>(entry.dwEventState);
    const std::uint32_t now = event_state(known, reader ? &*reader : nullptr);
    const bool other_use = look == Look::Later && ((before ^ now) & uses) != 0;
    entry.dwEventState = other_use ? now | SCARD_STATE_CHANGED : now;
    entry.cbAtr = reader ? reader->atr_size : 0;
    if (reader)
        std::copy_n(reader->atr.begin(), reader->atr_size, entry.rgbAtr);
}

}  // namespace

std::uint32_t event_state(std::uint32_t known, const ipc::ReaderState* reader) {
    if (reader == nullptr) {
        const std::uint32_t gone = SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE;
        return (known & SCARD_STATE_UNKNOWN) != 0 ? gone : gone | SCARD_STATE_CHANGED;
    }
    const std::uint32_t now = state_bits(*reader);
    const std::uint32_t count = now == SCARD_STATE_UNAVAILABLE ? 0 : reader->event_counter & count_mask;
    const std::uint32_t untrue = known & beliefs & ~now;
    const std::uint32_t unexpected = now & (SCARD_STATE_MUTE | SCARD_STATE_UNAVAILABLE) & ~known;
    const bool changed =
        known == SCARD_STATE_UNAWARE || untrue != 0 || unexpected != 0 || names_other_count(known, count);
    return now | count << count_shift | (changed ? SCARD_STATE_CHANGED : 0);
}

std::uint32_t list_event_state(std::uint32_t known, const Readers& readers) {
    const std::uint32_t named = known >> count_shift;
    const std::uint32_t expected = named != 0 ? named : readers.list_changes_at_entry;
    const bool changed = expected != readers.list_changes;
    return (readers.list_changes & count_mask) << count_shift | (changed ? SCARD_STATE_CHANGED : 0);
}

bool all_known(std::span<const SCARD_READERSTATE> asked, const ReaderSnapshot& readers) {
    return std::ranges::all_of(asked, [&](const SCARD_READERSTATE& entry) {
        return is_ignored(entry) || is_list(entry) || readers.find(entry.szReader).has_value();
    });
}

bool all_ignored(std::span<const SCARD_READERSTATE> asked) {
    return std::ranges::all_of(asked, is_ignored);
}

bool asks_for_list(std::span<const SCARD_READERSTATE> asked) {
    return std::ranges::any_of(
        asked, [](const SCARD_READERSTATE& entry) { return is_list(entry) && !is_ignored(entry); });
}

News report(std::span<SCARD_READERSTATE> asked, const Readers& readers, Look look) {
    auto news = News::Nothing;
    for (SCARD_READERSTATE& entry : asked) {
        if (is_ignored(entry))
            continue;
        if (is_list(entry))
            entry.dwEventState = list_event_state(static_cast<std::uint32_t>(entry.dwCurrentState), readers);
        else
            report_reader(entry, readers.states, look);
        if ((entry.dwEventState & SCARD_STATE_CHANGED) != 0)
            news = News::Something;
    }
    return news;
}

}  // namespace scrm::client
