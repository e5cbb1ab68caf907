// What a reader offers beyond carrying commands (PC/SC part 10), as the lists that programs ask for. Pure.
#pragma once

#include <vector>

#include "drivers/ccid/card/reader_facts.hpp"

namespace scrm::ccid {

/// Tag, length 4, control code with its high byte first; for each feature.
[[nodiscard]] std::vector<std::uint8_t> feature_list(const ReaderFacts& facts);

/// PIN_PROPERTIES: display, validation condition, second timeout.
[[nodiscard]] std::vector<std::uint8_t> pin_properties(const ReaderFacts& facts);

/// Tag, length, value with its low byte first; what is not known is not in it.
[[nodiscard]] std::vector<std::uint8_t> tlv_properties(const ReaderFacts& facts);

/// The longest command data that really fits: 0 for short APDUs of full length, 65 536 for all there are.
[[nodiscard]] std::uint32_t max_apdu_data(const ReaderFacts& facts);
/// The longest command that this reader carries, header and all.
[[nodiscard]] std::uint32_t max_command(const ReaderFacts& facts);

}  // namespace scrm::ccid
