// Whole APDUs, for readers that know the protocols themselves.
#pragma once

#include "drivers/ccid/wire/slot_talk.hpp"

namespace scrm::ccid {

struct ApduLimits {
    /// The longest data of one message.
    std::size_t max_data = 261;
    /// Commands may go in parts.
    bool chains_commands = false;
    /// A command that does not fit may be tried all the same: the reader says less than it can.
    bool tolerates_longer = false;
};

/// One command and its answer, in as many parts as each takes: parts of an answer are understood at every
/// level, as readers send them at every level. NotSupported: the command is too long for this reader.
/// ResponseTooLong: the whole answer was taken, and dropped. CardMute: an answer without a status word.
drivers::Awaitable<drivers::Result<std::size_t>> exchange_apdu(SlotTalk& talk, ApduLimits limits,
                                                               Bytes command, MutableBytes response,
                                                               Milliseconds silence);

}  // namespace scrm::ccid
