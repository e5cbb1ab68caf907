// What SCardGetStatusChange tells a program: pure, (what it knows, what is) -> events.
//
// A program says in dwCurrentState what it believes. A belief that does not hold any more is a change; so is
// a card that stopped answering, a count of card movements that is not the one it names, and no belief at all
// (SCARD_STATE_UNAWARE). A reader that is in use is none, for programs that wait for a card seldom say that
// they know of it; that it came into use, or exclusive use, while the program was waiting is one.
#pragma once

#include <cstdint>
#include <span>

#include "libpcsc-client/connection/reader_snapshot.hpp"
#include "libpcsc-client/include/PCSC/pcsclite.h"

namespace scrm::client {

/// The readers, and how often their list changed: now, and when the program began to wait.
struct Readers {
    const ReaderSnapshot& states;
    std::uint32_t list_changes;
    std::uint32_t list_changes_at_entry;
};

/// dwEventState of a reader; nullptr: it is gone. SCARD_STATE_CHANGED is among the bits if there is news.
std::uint32_t event_state(std::uint32_t known, const ipc::ReaderState* reader);

/// dwEventState of the name `\\?PnP?\Notification`, which stands for the list of readers.
std::uint32_t list_event_state(std::uint32_t known, const Readers& readers);

/// Whether every reader asked about exists, ignored ones and the list aside.
bool all_known(std::span<const SCARD_READERSTATE> asked, const ReaderSnapshot& readers);

/// Whether nothing is asked at all.
bool all_ignored(std::span<const SCARD_READERSTATE> asked);

/// Whether the list of readers is asked about.
bool asks_for_list(std::span<const SCARD_READERSTATE> asked);

enum class News : std::uint8_t { Nothing, Something };

/// Later: `asked` still has what the First look of the same wait filled in.
enum class Look : std::uint8_t { First, Later };

/// Fills in events and ATRs.
News report(std::span<SCARD_READERSTATE> asked, const Readers& readers, Look look = Look::First);

}  // namespace scrm::client
