// T=1 by the host, for readers that carry blocks or bytes.
#pragma once

#include "drivers/ccid/wire/capabilities.hpp"
#include "drivers/ccid/wire/slot_talk.hpp"
#include "drivers/iso7816/t1_machine.hpp"

namespace scrm::ccid {

struct T1Route {
    /// Tpdu: the reader knows where a block ends. Character: it must be told how many bytes to take.
    ExchangeLevel level = ExchangeLevel::Tpdu;
    iso7816::ErrorDetection error_detection = iso7816::ErrorDetection::Lrc;
    /// What one block is given between two signs of life: BWT with a margin.
    Milliseconds silence{5'000};
};

/// `machine` lives as long as the card is powered. CardMute, CommunicationFailed: ask the machine whether the
/// card must be reset.
drivers::Awaitable<drivers::Result<std::size_t>> exchange_t1(SlotTalk& talk, iso7816::T1Machine& machine,
                                                             T1Route route, Bytes command,
                                                             MutableBytes response);

/// Tells the card how long blocks may be. A card that refuses is no error.
drivers::Awaitable<drivers::Result<void>> offer_ifsd(SlotTalk& talk, iso7816::T1Machine& machine,
                                                     T1Route route, std::uint8_t ifsd);

/// Carries on with what the machine wants after `begun`; the answer is the machine's until its next use.
drivers::Awaitable<drivers::Result<Bytes>> run_t1(SlotTalk& talk, iso7816::T1Machine& machine, T1Route route,
                                                  iso7816::T1Action begun);

/// What the reader's answer is to the machine; NoCard and the like end the exchange.
[[nodiscard]] drivers::Result<iso7816::T1Action> hand_over(iso7816::T1Machine& machine, const Answer& answer);

}  // namespace scrm::ccid
