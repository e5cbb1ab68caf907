// Why an exchange of T=1 came to nothing.
#pragma once

#include <cstdint>

namespace scrm::iso7816 {

enum class T1Failure : std::uint8_t {
    // The line is in order, the next command may go:
    AnswerLost,      // the card may have carried the command out; its answer could not be had
    AnswerTooLong,   // more than 65 538 bytes; all of them were taken and dropped
    AbortedByCard,   // the card cut the exchange short
    Cancelled,       // by cancel()
    IfsRefused,      // the card answers, but not to S(IFS request); it goes on sending what it sent before
    CommandTooLong,  // more than 65 544 bytes, or for secure entry more than one block: nothing was sent
    Busy,            // an exchange is under way; it goes on
    NotAsked,        // a block came when none was due; it was dropped
    // The card must be reset, and reset() called:
    CardMute,          // no usable block came, however often asked
    TooMuchExtension,  // the card asked for more time than it may have
    TooManyBlocks,
    NeedsReset  // one of these three happened before
};

[[nodiscard]] const char* describe(T1Failure failure);
[[nodiscard]] bool needs_reset(T1Failure failure);

}  // namespace scrm::iso7816
