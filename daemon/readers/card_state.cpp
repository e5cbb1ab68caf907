#include "daemon/readers/card_state.hpp"

#include "ipc/reader_state.hpp"

namespace scrm::readers {

void CardState::moved(bool present, std::uint64_t moves) {
    phase_ = present ? CardPhase::Unpowered : CardPhase::Absent;
    atr_ = {};
    events_ = static_cast<std::uint16_t>(events_ + moves);
}

void CardState::lost_sight(std::uint64_t times) {
    phase_ = CardPhase::Unpowered;
    events_ = static_cast<std::uint16_t>(events_ + times);
}

void CardState::answered(const drivers::AtrBytes& atr) {
    phase_ = CardPhase::Powered;
    atr_ = atr;
}

void CardState::stayed_mute() {
    phase_ = CardPhase::Mute;
    atr_ = {};
}

void CardState::switched_off() {
    if (present())
        phase_ = CardPhase::Unpowered;
}

void CardState::agreed_on(drivers::Protocol protocol) {
    phase_ = CardPhase::Agreed;
    protocol_ = protocol;
}

std::optional<drivers::Protocol> CardState::protocol() const {
    if (phase_ != CardPhase::Agreed)
        return std::nullopt;
    return protocol_;
}

std::uint32_t CardState::wire_state() const {
    namespace slot_state = ipc::slot_state;
    switch (phase_) {
        case CardPhase::Absent:
            return slot_state::absent;
        case CardPhase::Unpowered:
            return slot_state::present;
        case CardPhase::Mute:
            return slot_state::present | slot_state::swallowed;
        case CardPhase::Powered:
        case CardPhase::Agreed:
            // Clients are used to "negotiable" whether or not a protocol is agreed; the record's protocol
            // tells.
            return slot_state::present | slot_state::powered | slot_state::negotiable;
    }
    return slot_state::unknown;
}

}  // namespace scrm::readers
