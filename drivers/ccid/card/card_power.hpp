// Power for the card: which voltage, cold or warm, and what it answers.
#pragma once

#include "drivers/ccid/wire/slot_talk.hpp"

namespace scrm::ccid {

struct PoweredCard {
    drivers::AtrBytes atr;
    /// With which it came up; a warm reset uses it again.
    Voltage voltage = Voltage::Automatic;
};

/// Before a card is powered.
enum class PowerNow : std::uint8_t { Off, Unknown };

/// Off, unless it is, then on, with each voltage in its turn until the card answers. NoCard ends the ladder,
/// as does anything that is no fault of the voltage.
drivers::Awaitable<drivers::Result<PoweredCard>> power_up(SlotTalk& talk, std::vector<Voltage> ladder,
                                                          PowerNow power = PowerNow::Unknown);

/// Power stays on.
drivers::Awaitable<drivers::Result<PoweredCard>> warm_reset(SlotTalk& talk, Voltage voltage);

drivers::Awaitable<drivers::Result<void>> power_down(SlotTalk& talk);

}  // namespace scrm::ccid
