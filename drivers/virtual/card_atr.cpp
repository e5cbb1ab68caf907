#include "drivers/virtual/card_atr.hpp"

#include <algorithm>

#include "drivers/iso7816/atr_parameters.hpp"

namespace scrm::virtual_reader {
namespace {

// clang-format off
constexpr std::uint8_t default_atr[] = {
    0x3B, 0x9C,              // direct convention; TA1, TD1 and 12 historical bytes follow
    0x95, 0x80,              // TA1: F 512, D 16; TD1: T=0, and TD2 follows
    0x31, 0xFE, 0x45,        // TD2: T=1; TA3: IFSC 254; TB3: BWI 4, CWI 5
    0x80, 0x31, 0xE8,        // compact TLV; card service data: selection by AID, EF.DIR, an MF
    0x73, 0xF4, 0x01, 0x40,  // card capabilities: selection by path, id and short id; extended length
    0x64, 's', 'c', 'r', 'm',
    0xF7                     // TCK
};
// clang-format on

}  // namespace

CardAtr::CardAtr() : CardAtr(Bytes(default_atr)) {}

CardAtr::CardAtr(Bytes bytes) : size_(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), data_.begin());
    read_offers();
}

std::optional<CardAtr> CardAtr::from(Bytes bytes) {
    constexpr std::size_t shortest = 2;
    if (bytes.size() < shortest || bytes.size() > std::tuple_size_v<decltype(data_)>)
        return std::nullopt;
    return CardAtr(bytes);
}

bool CardAtr::offers(Transport transport) const {
    return transport == Transport::T0 ? offers_t0_ : offers_t1_;
}

void CardAtr::read_offers() {
    const auto parsed = iso7816::parse_atr(bytes());
    const auto* atr = std::get_if<iso7816::Atr>(&parsed);
    if (atr == nullptr)
        return;
    if (const auto specific = iso7816::specific_mode(*atr))
        return offer(specific->protocol);
    for (const std::uint8_t protocol : atr->protocols())
        offer(protocol);
}

void CardAtr::offer(unsigned protocol) {
    if (protocol > 1)
        return;
    offers_t0_ = offers_t0_ || protocol == 0;
    offers_t1_ = offers_t1_ || protocol == 1;
    if (!first_)
        first_ = protocol == 0 ? Transport::T0 : Transport::T1;
}

}  // namespace scrm::virtual_reader
