#include "drivers/iso7816/t1_failure.hpp"

namespace scrm::iso7816 {

const char* describe(T1Failure failure) {
    switch (failure) {
        case T1Failure::AnswerLost:
            return "the card's answer could not be had; it may have carried the command out";
        case T1Failure::AnswerTooLong:
            return "the card's answer is longer than any may be";
        case T1Failure::AbortedByCard:
            return "the card aborted the exchange";
        case T1Failure::Cancelled:
            return "the exchange was cancelled";
        case T1Failure::IfsRefused:
            return "the card does not answer when told how long blocks may be";
        case T1Failure::CommandTooLong:
            return "the command is too long";
        case T1Failure::Busy:
            return "another exchange is under way";
        case T1Failure::NotAsked:
            return "a block came when none was due";
        case T1Failure::CardMute:
            return "the card does not answer";
        case T1Failure::TooMuchExtension:
            return "the card asked for more time than it may have";
        case T1Failure::TooManyBlocks:
            return "the exchange took too many blocks";
        case T1Failure::NeedsReset:
            return "the card must be reset first";
    }
    return "the exchange failed";
}

bool needs_reset(T1Failure failure) {
    return failure == T1Failure::CardMute || failure == T1Failure::TooMuchExtension ||
           failure == T1Failure::TooManyBlocks || failure == T1Failure::NeedsReset;
}

}  // namespace scrm::iso7816
