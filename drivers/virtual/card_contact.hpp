// What a reader knows of the card in its slot: whether it has power, and which transport they speak.
#pragma once

#include "drivers/api/slot.hpp"
#include "drivers/virtual/card_bay.hpp"

namespace scrm::virtual_reader {

class CardContact {
  public:
    /// `bay` must outlive this.
    explicit CardContact(CardBay& bay) : bay_(bay) {}

    [[nodiscard]] bool present() const { return bay_.card() != nullptr; }
    [[nodiscard]] bool powered() const { return powered_; }

    /// There must be a card.
    drivers::AtrBytes power_up();
    /// The card, if there is one, forgets what lasts only while it has power.
    void power_off();

    /// The card; NoCard or CardUnpowered if there is none to talk to.
    [[nodiscard]] drivers::Result<EmulatedCard*> powered_card() const;

    /// The rest needs a powered card. It agrees once after each power_up(), to what its ATR offers; to
    /// anything else the answer is ProtocolNotSupported.
    drivers::Result<void> agree(drivers::Protocol protocol);
    /// What was agreed on, or else what the ATR offers first; nothing if that is neither T=0 nor T=1.
    [[nodiscard]] std::optional<Transport> transport() const;
    /// The transport that `protocol` means just now; ProtocolNotSupported if it is not the one in force.
    [[nodiscard]] drivers::Result<Transport> spoken(drivers::Protocol protocol) const;

  private:
    CardBay& bay_;
    bool powered_ = false;
    std::optional<Transport> agreed_;
};

}  // namespace scrm::virtual_reader
