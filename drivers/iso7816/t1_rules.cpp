#include "drivers/iso7816/t1_rules.hpp"

#include <array>

namespace scrm::iso7816 {
namespace {

using enum T1Reaction;
using Row = std::array<T1Reaction, t1_events>;

// Rules of the standard behind the entries: 2 acknowledging, 3 WTX, 4 IFS, 5 chaining, 6 RESYNCH, 7 what to
// do about errors, 9 ABORT. Complain is 7.1 to 7.3.
//
// An R-block that acknowledges the last part of a command is none that the card may send (it would have to
// answer). It means that our own R-block came to the card damaged, and gets the same complaint again; and as
// it counts as a failure, a card that knows nothing else ends in a RESYNCH and not in a loop.
//
// The card may not ask for RESYNCH (6.1), so that is Invalid. While S(RESYNCH request) is on its way nothing
// else counts.
//
// clang-format off
constexpr std::array<Row, t1_waits> rules{{
    //                LastPart  Part      Acknowl.  AskedAg.   WTX req.   IFS req.  ABORT req.    IFS resp.  RESYNCH   Invalid
    /* Acknowledg. */ {Complain, Complain, SendNext, SendAgain, GrantTime, TakeIfs,  AgreeToAbort, Complain,  Complain, Complain},
    /* Answer      */ {Finish,   Collect,  Complain, SendAgain, GrantTime, TakeIfs,  AgreeToAbort, Complain,  Complain, Complain},
    /* RestOfAns.  */ {Finish,   Collect,  Complain, Complain,  GrantTime, TakeIfs,  AgreeToAbort, Complain,  Complain, Complain},
    /* AfterAbort  */ {Finish,   Collect,  EndAborted, EndAborted, GrantTime, TakeIfs, AgreeToAbort, Complain, Complain, Complain},
    /* IfsResponse */ {Complain, Complain, Complain, Complain,  GrantTime, TakeIfs,  Complain,     IfsAgreed, Complain, Complain},
    /* Resynch     */ {Complain, Complain, Complain, Complain,  Complain,  Complain, Complain,     Complain,  StartAgain, Complain},
}};
// clang-format on

T1Event request_event(const T1Block& block, T1Subject subject) {
    switch (subject) {
        case T1Subject::Wtx:
            return block.information[0] != 0 ? T1Event::WtxRequest : T1Event::Invalid;
        case T1Subject::Ifs: {
            const std::uint8_t ifsc = block.information[0];
            return ifsc != 0 && ifsc <= t1_max_information ? T1Event::IfsRequest : T1Event::Invalid;
        }
        case T1Subject::Abort:
            return T1Event::AbortRequest;
        default:
            return T1Event::Invalid;
    }
}

T1Event response_event(const T1Block& block, T1Subject subject, const T1Numbers& numbers) {
    if (subject == T1Subject::Resynch)
        return T1Event::ResynchResponse;
    const bool agreed = subject == T1Subject::Ifs && block.information[0] == numbers.offered_ifsd;
    return agreed ? T1Event::IfsResponse : T1Event::Invalid;
}

}  // namespace

T1Event t1_event(const T1Block& block, const T1Numbers& numbers) {
    if (const auto* information = std::get_if<T1Information>(&block.control)) {
        if (information->number != numbers.expected)
            return T1Event::Invalid;
        return information->more ? T1Event::Part : T1Event::LastPart;
    }
    if (const auto* receipt = std::get_if<T1Receipt>(&block.control))
        return receipt->number == numbers.sent ? T1Event::AskedAgain : T1Event::Acknowledged;
    const auto& supervision = std::get<T1Supervision>(block.control);
    return supervision.role == T1Role::Request ? request_event(block, supervision.subject)
                                               : response_event(block, supervision.subject, numbers);
}

T1Reaction t1_reaction(T1Wait wait, T1Event event) {
    return rules.at(static_cast<std::size_t>(wait)).at(static_cast<std::size_t>(event));
}

}  // namespace scrm::iso7816
