// The attributes of a virtual reader (PC/SC part 3, annex A), byte for byte as a client gets them.
#pragma once

#include <string_view>

#include "drivers/api/driver_error.hpp"
#include "drivers/virtual/card_atr.hpp"

namespace scrm::virtual_reader {

enum class SlotPower : std::uint8_t { Empty, Unpowered, Powered };

/// What the attributes are made of.
struct SlotFacts {
    std::string_view reader_name;
    std::size_t slot_index = 0;
    SlotPower power = SlotPower::Empty;
    Bytes atr;                           // empty unless powered
    std::optional<Transport> transport;  // in force; nothing unless powered
};

/// Writes the attribute `id` into `value`; returns its length. Numbers are 4 bytes in host order, texts have
/// no NUL. NotSupported, ResponseTooLong; NoCard or CardUnpowered for what only a powered card can tell.
drivers::Result<std::size_t> read_attribute(const SlotFacts& facts, std::uint32_t id, MutableBytes value);

}  // namespace scrm::virtual_reader
