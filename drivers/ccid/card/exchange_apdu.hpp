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

/// How a part of a command becomes a message.
using PartMaker = Command (*)(Bytes, Chain);

/// A command in messages of at most `max_data` bytes. The last part's answer, or an earlier one's if that is
/// more than "go on"; a refusal is an answer.
drivers::Awaitable<drivers::Result<Answer>> send_in_parts(SlotTalk& talk, PartMaker make,
                                                          std::size_t max_data, Bytes command,
                                                          Milliseconds silence);

/// One command and its answer, in as many parts as each takes: parts of an answer are understood at every
/// level, as readers send them at every level. NotSupported: the command is too long for this reader.
/// ResponseTooLong: the whole answer was taken, and dropped. CardMute: an answer without a status word.
drivers::Awaitable<drivers::Result<std::size_t>> exchange_apdu(SlotTalk& talk, ApduLimits limits,
                                                               Bytes command, MutableBytes response,
                                                               Milliseconds silence);

}  // namespace scrm::ccid
