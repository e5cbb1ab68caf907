// What to do with a block of T=1, by what we wait for and by what came (ISO 7816-3, 11.6.2 and 11.6.3).
#pragma once

#include <cstddef>
#include <cstdint>

#include "drivers/iso7816/t1_block.hpp"

namespace scrm::iso7816 {

/// What an exchange waits for.
enum class T1Wait : std::uint8_t {
    Acknowledgement,  // a part of the command was sent, more follow: an R-block for the next
    Answer,           // the whole command was sent: the first block of the answer
    RestOfAnswer,     // a part of the answer came, more follow: its next block
    AfterAbort,       // we agreed to an abort: the card's next word, an R- or an I-block
    IfsResponse,      // S(IFS request) was sent
    ResynchResponse   // S(RESYNCH request) was sent
};
inline constexpr std::size_t t1_waits = 6;

/// What came, seen against the numbers of an exchange.
enum class T1Event : std::uint8_t {
    LastPart,      // an I-block with the number expected, no more to follow
    Part,          // an I-block with the number expected, more to follow
    Acknowledged,  // an R-block that wants the I-block after our last
    AskedAgain,    // an R-block that wants our last I-block
    WtxRequest,    // for at least one BWT
    IfsRequest,    // 1 to 254
    AbortRequest,
    IfsResponse,  // with the value we sent
    ResynchResponse,
    Invalid  // no block, a damaged one, a wrong number or value, anything else
};
inline constexpr std::size_t t1_events = 10;

enum class T1Reaction : std::uint8_t {
    Finish,        // take the data: the answer is complete
    Collect,       // take the data, acknowledge
    SendNext,      // the next part of the command
    SendAgain,     // the last part of the command once more; counts as a failure
    GrantTime,     // S(WTX response)
    TakeIfs,       // S(IFS response), and use it
    AgreeToAbort,  // S(ABORT response), and forget what came so far
    EndAborted,    // the right to send is ours again, the exchange came to nothing
    IfsAgreed,     // the card knows our IFSD
    StartAgain,    // numbers are 0 again: the command from its beginning, or the end
    Complain       // ask again, by R-block or S-block; counts as a failure
};

/// The numbers against which a block is seen.
struct T1Numbers {
    /// N(S) of our last I-block; the first one is 0.
    std::uint8_t sent = 1;
    /// N(S) of the card's next I-block.
    std::uint8_t expected = 0;
    /// Of our S(IFS request).
    std::uint8_t offered_ifsd = 0;
};

[[nodiscard]] T1Event t1_event(const T1Block& block, const T1Numbers& numbers);

[[nodiscard]] T1Reaction t1_reaction(T1Wait wait, T1Event event);

}  // namespace scrm::iso7816
