#include "drivers/virtual/card_contact.hpp"

#include <algorithm>

namespace scrm::virtual_reader {
namespace {

using drivers::DriverError;
using drivers::Protocol;
using drivers::Result;

/// Raw leaves the choice open.
std::optional<Transport> wanted_by(Protocol protocol, std::optional<Transport> choice) {
    switch (protocol) {
        case Protocol::T0:
            return Transport::T0;
        case Protocol::T1:
            return Transport::T1;
        case Protocol::Raw:
            break;
    }
    return choice;
}

}  // namespace

drivers::AtrBytes CardContact::power_up() {
    power_off();
    powered_ = true;
    const Bytes atr = bay_.card()->atr().bytes();
    drivers::AtrBytes answer;
    std::copy(atr.begin(), atr.end(), answer.data.begin());
    answer.size = static_cast<std::uint8_t>(atr.size());
    return answer;
}

void CardContact::power_off() {
    powered_ = false;
    agreed_.reset();
    if (EmulatedCard* card = bay_.card())
        card->reset();
}

Result<EmulatedCard*> CardContact::powered_card() const {
    if (!present())
        return DriverError::NoCard;
    if (!powered_)
        return DriverError::CardUnpowered;
    return bay_.card();
}

Result<void> CardContact::agree(Protocol protocol) {
    const CardAtr& atr = bay_.card()->atr();
    const auto wanted = wanted_by(protocol, transport());
    if (!wanted || !atr.offers(*wanted) || (agreed_ && agreed_ != wanted))
        return DriverError::ProtocolNotSupported;
    agreed_ = wanted;
    return {};
}

std::optional<Transport> CardContact::transport() const {
    return agreed_ ? agreed_ : bay_.card()->atr().first_offer();
}

Result<Transport> CardContact::spoken(Protocol protocol) const {
    const auto in_force = transport();
    const auto wanted = wanted_by(protocol, in_force);
    if (!wanted || wanted != in_force)
        return DriverError::ProtocolNotSupported;
    return *wanted;
}

}  // namespace scrm::virtual_reader
