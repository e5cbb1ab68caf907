// Secure PIN entry: the structures in which programs ask for it (PC/SC part 10), checked, put right for the
// model, and made into the payload of the reader's Secure command. Pure; takes any bytes.
//
// The payload never holds a PIN: that stays between the key pad and the card.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <vector>

#include "drivers/ccid/quirks/quirks.hpp"
#include "drivers/ccid/wire/bytes.hpp"

namespace scrm::ccid {

enum class PinOperation : std::uint8_t { Verify = 0, Modify = 1 };

struct PinRequest {
    PinOperation operation = PinOperation::Verify;
    std::uint8_t timeout_s = 0;  // bTimerOut; 0: the reader's own
    std::uint8_t format = 0;
    std::uint8_t block = 0;
    std::uint8_t length_format = 0;
    std::uint8_t insertion_old = 0;  // Modify only, as are the next two
    std::uint8_t insertion_new = 0;
    std::uint8_t confirm = 0;
    std::uint16_t max_extra_digit = 0;
    std::uint8_t validation = 0;
    std::uint8_t messages = 0;
    std::uint16_t language = 0;
    std::array<std::uint8_t, 3> message_indices{};
    std::array<std::uint8_t, 3> prologue{};
    /// The command, with room for the PIN; within the program's structure.
    Bytes command;
};

/// None if the structure is cut short, its length does not fit, the command in it is less than a header, or a
/// number of messages means nothing. Structures with their numbers the wrong way round are understood.
[[nodiscard]] std::optional<PinRequest> parse_pin_request(PinOperation operation, Bytes structure);

/// As this model wants it.
void put_right(PinRequest& request, const PinFixes& fixes);

/// What follows the header of Secure.
[[nodiscard]] std::vector<std::uint8_t> encode_pin_request(const PinRequest& request, const PinFixes& fixes);

/// How long the user may take, by the program's word, and a little more.
[[nodiscard]] std::chrono::seconds patience_for(const PinRequest& request);

}  // namespace scrm::ccid
