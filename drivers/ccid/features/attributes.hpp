// What SCardGetAttrib tells of a reader and the card in it. Pure.
#pragma once

#include "drivers/api/driver_error.hpp"
#include "drivers/ccid/card/card_line.hpp"
#include "drivers/ccid/card/reader_facts.hpp"

namespace scrm::ccid {

enum class CardSupply : std::uint8_t { Empty, Unpowered, Powered };

struct AttributeSource {
    const ReaderFacts& facts;
    CardSupply supply = CardSupply::Empty;
    Bytes atr;
    const CardLine* line = nullptr;  // none until a protocol is agreed on
};

/// NotSupported: no such attribute. NoCard, CardUnpowered: it is the card's, and there is none, or no power.
/// ResponseTooLong: `value` is too small.
[[nodiscard]] drivers::Result<std::size_t> read_attribute(const AttributeSource& source, std::uint32_t id,
                                                          MutableBytes value);

/// ResponseTooLong if it does not fit.
[[nodiscard]] drivers::Result<std::size_t> copy_out(Bytes from, MutableBytes to);

}  // namespace scrm::ccid
