// T=0 for readers that carry TPDUs or bytes.
#pragma once

#include "drivers/ccid/card/reader_facts.hpp"
#include "drivers/ccid/wire/slot_talk.hpp"

namespace scrm::ccid {

/// Commands go as T=0 has them: 61xx and 6Cxx reach the program, a case 4 loses its Le, extended lengths are
/// NotSupported. `facts` learns how this reader wants commands without data.
drivers::Awaitable<drivers::Result<std::size_t>> exchange_t0_tpdu(SlotTalk& talk, ReaderFacts& facts,
                                                                  Bytes command, MutableBytes response,
                                                                  Milliseconds silence);

/// The same, procedure byte by procedure byte.
drivers::Awaitable<drivers::Result<std::size_t>> exchange_t0_character(SlotTalk& talk, Bytes command,
                                                                       MutableBytes response,
                                                                       Milliseconds silence);

}  // namespace scrm::ccid
