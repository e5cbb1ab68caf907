// What one model does differently from what it says, as values: quirks.toml says which and why
// (quirks_file.hpp reads it). No code asks for a vendor; it asks for one of these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drivers/ccid/wire/capabilities.hpp"
#include "drivers/iso7816/atr_pattern.hpp"

namespace scrm::ccid {

/// What a reader is to be told right after something.
using EscapeBytes = std::vector<std::uint8_t>;

/// Limits of a PIN pad that the descriptor cannot tell.
struct PinSizes {
    std::uint8_t smallest = 0;
    std::uint8_t largest = 0;
};

/// How the structures of secure PIN entry are put right for a model.
struct PinFixes {
    std::optional<std::uint8_t> verify_message_count;
    std::optional<std::uint8_t> modify_message_count;
    /// In place of a modification's "no messages".
    std::optional<std::uint8_t> modify_message_count_for_none;
    std::optional<std::uint8_t> validation;  // bEntryValidationCondition, always
    /// All three message indices are sent, whatever their count says.
    bool three_message_indices = false;
    /// The two bytes of wPINMaxExtraDigit change places.
    bool swaps_pin_sizes = false;
    /// The key that confirmed is still down: so long before the entry.
    std::uint16_t pause_ms = 0;
    /// Sent before a verification whose template holds no PIN block.
    EscapeBytes unpadded_escape;
};

/// Beginnings of escape commands that everybody may send.
struct EscapeGrant {
    bool everything = false;
    std::vector<EscapeBytes> prefixes;
};

/// Cards that work for longer than their answer to reset says.
struct CardWait {
    iso7816::AtrPattern card;
    std::uint8_t bwi = 4;
};

struct Quirks {
    /// It is a reader although its interface is of a vendor's class.
    bool vendor_class = false;
    /// Announced values that are wrong.
    std::optional<ExchangeLevel> level;
    std::optional<std::uint8_t> voltages;
    std::optional<std::uint8_t> protocols;
    std::optional<std::uint32_t> default_clock_khz;
    std::optional<std::uint32_t> max_data_rate;
    std::optional<std::uint8_t> ifsd;
    std::vector<std::uint32_t> data_rates;
    std::optional<PinSizes> pin_sizes;
    bool no_pin_pad = false;
    bool exchanges_ifsd = false;
    /// Takes longer messages than it says.
    bool tolerates_longer = false;
    /// Its first answer after opening may take so long.
    std::uint32_t first_reply_ms = 0;
    /// An exchange may take so long without a sign of life.
    std::uint32_t exchange_ms = 0;
    /// Any answer may take so long.
    std::uint32_t reply_ms = 0;
    /// Works for minutes without time extensions.
    bool works_silently = false;
    /// PPS by the host fails: cards are spoken to as they come up.
    bool no_host_pps = false;
    /// Its interrupt messages cannot be relied on.
    bool polls = false;
    /// T=1 parameters that it refuses are no reason to give up: the card is reset and used as it is.
    bool ignores_parameters = false;
    /// Sent when power-on fails, before it is tried once more.
    EscapeBytes power_on_escape;
    bool mct_reader_direct = false;
    std::vector<CardWait> card_waits;
    PinFixes pin;
    EscapeGrant escape;
    /// Not to be driven, and why.
    std::optional<std::string> refused;
};

/// Puts what the descriptor got wrong right.
void apply(const Quirks& quirks, Capabilities& can);

}  // namespace scrm::ccid
