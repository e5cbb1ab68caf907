// The answer to reset of an emulated card, and what it says of the transports the card speaks.
#pragma once

#include <array>
#include <optional>

#include "drivers/virtual/command_apdu.hpp"

namespace scrm::virtual_reader {

class CardAtr {
  public:
    /// T=0 and T=1, T=0 first; the historical bytes hold the card's capabilities and the text "scrm".
    CardAtr();

    /// 2 to 33 bytes, taken as they are: a broken ATR is worth emulating too. Nothing for any other length.
    static std::optional<CardAtr> from(Bytes bytes);

    [[nodiscard]] Bytes bytes() const { return Bytes(data_).first(size_); }
    [[nodiscard]] bool offers(Transport transport) const;
    /// The transport in force until another is agreed on; nothing if the card speaks neither T=0 nor T=1.
    [[nodiscard]] std::optional<Transport> first_offer() const { return first_; }

  private:
    explicit CardAtr(Bytes bytes);
    void read_offers();
    void offer(unsigned protocol);

    std::array<std::uint8_t, 33> data_{};
    std::size_t size_ = 0;
    std::optional<Transport> first_;
    bool offers_t0_ = false;
    bool offers_t1_ = false;
};

}  // namespace scrm::virtual_reader
