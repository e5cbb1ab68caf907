// Agrees on protocol and speed with a card that has just been powered.
//
// Reader and card both announce what they can do, and some lie or do not get on with each other. So speed is
// a ladder: where the card falls silent or garbles, it is reset cold and tried at the next lower one; the
// last is where every card starts. What failed is remembered for this model of reader and this ATR.
#pragma once

#include "drivers/ccid/card/card_line.hpp"
#include "drivers/ccid/card/card_power.hpp"
#include "drivers/ccid/card/reader_facts.hpp"

namespace scrm::ccid {

/// `protocol` is 0 or 1. ProtocolNotSupported: the card does not offer it, or reader and card cannot do it
/// together. CardMute: the card stayed silent at every speed. After an error the card must be powered anew.
drivers::Awaitable<drivers::Result<CardLine>> negotiate(SlotTalk& talk, const ReaderFacts& facts,
                                                        PoweredCard card, std::uint8_t protocol);

/// T=1 by the host: how blocks go with these parameters.
[[nodiscard]] struct T1Route t1_route(const ReaderFacts& facts, const Parameters& parameters);

}  // namespace scrm::ccid
