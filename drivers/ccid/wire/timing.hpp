// How long this driver waits for what. One set of values for a reader; tests hand in shorter ones.
//
// None of them is a sum of worst cases: a reader that works on a command says so (time extensions), a card
// that does not answer is reported by its reader, and what is left is a reader that has stopped.
#pragma once

#include <array>
#include <chrono>

namespace scrm::ccid {

using Milliseconds = std::chrono::milliseconds;

struct Timing {
    /// A message goes out.
    Milliseconds write{5'000};
    /// A reader that has nothing to ask of its card answers.
    Milliseconds reply{3'000};
    /// A card is powered: the reader may try several voltages, and a slow ATR takes seconds.
    Milliseconds power{15'000};
    /// The least an exchange is given between two signs of life of the reader.
    Milliseconds exchange{5'000};
    /// The same, of a reader that works for long without saying so.
    Milliseconds silent_exchange{60'000};
    /// The same, of such a reader while its card makes a key.
    Milliseconds silent_key_generation{300'000};
    /// Added to what the card may take by its own word.
    Milliseconds margin{2'000};
    /// A command under way when its card has left.
    Milliseconds card_left{1'000};
    /// The reader gives a command back.
    Milliseconds abort{2'000};
    /// A slot that answers "busy" is asked again.
    Milliseconds busy_retry{100};
    /// Between two looks at a slot whose reader does not tell of its card.
    Milliseconds poll{1'000};
    /// A token that is working is asked again whether it has finished.
    Milliseconds iccd_poll{10};
    /// A reader that has just been plugged in tells of its slots: one try after the other.
    std::array<Milliseconds, 4> first_status{Milliseconds(300), Milliseconds(1'000), Milliseconds(3'000),
                                             Milliseconds(6'000)};
    /// A reader that was lost while its device is there is opened anew: one try after the other.
    std::array<Milliseconds, 3> reopen{Milliseconds(500), Milliseconds(2'000), Milliseconds(8'000)};
    /// A reader that stays mute at bring-up, or cannot be opened anew, is tried again.
    Milliseconds mute_retry{30'000};
};

}  // namespace scrm::ccid
