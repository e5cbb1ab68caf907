// What is known of the card in one slot. Pure: it is told what happened and says what that means to clients.
#pragma once

#include <optional>

#include "drivers/api/slot.hpp"

namespace scrm::readers {

enum class CardPhase : std::uint8_t {
    Absent,     // the slot is empty
    Unpowered,  // a card is in and switched off; its ATR is known if it ever was on
    Mute,       // a card is in and did not answer to reset
    Powered,    // it answered to reset; no protocol is agreed
    Agreed,     // powered, and a protocol is in force
};

class CardState {
  public:
    /// The slot's presence moved `moves` times and is now this; a card that was in before is another one.
    void moved(bool present, std::uint64_t moves);
    /// Nobody watched the card, so many times; it is in, has lost its power, and is the same as far as
    /// anybody knows.
    void lost_sight(std::uint64_t times);
    /// The card that is in when a slot opens is not an event.
    void found_at_start() { phase_ = CardPhase::Unpowered; }
    void answered(const drivers::AtrBytes& atr);
    void stayed_mute();
    void switched_off();
    void agreed_on(drivers::Protocol protocol);

    [[nodiscard]] CardPhase phase() const { return phase_; }
    [[nodiscard]] bool present() const { return phase_ != CardPhase::Absent; }
    [[nodiscard]] bool powered() const { return phase_ == CardPhase::Powered || phase_ == CardPhase::Agreed; }
    [[nodiscard]] const drivers::AtrBytes& atr() const { return atr_; }
    [[nodiscard]] std::optional<drivers::Protocol> protocol() const;
    /// Insertions and removals; wraps from 0xFFFF to 0.
    [[nodiscard]] std::uint16_t events() const { return events_; }

    /// Bits of ipc::ReaderState::state.
    [[nodiscard]] std::uint32_t wire_state() const;

  private:
    CardPhase phase_ = CardPhase::Absent;
    drivers::AtrBytes atr_{};
    drivers::Protocol protocol_ = drivers::Protocol::Raw;
    std::uint16_t events_ = 0;
};

}  // namespace scrm::readers
