// The two bytes that end every answer of a card (ISO 7816-4, table 5).
#pragma once

#include <cstddef>
#include <cstdint>

namespace scrm::virtual_reader {

enum class StatusWord : std::uint16_t {
    Success = 0x9000,
    EndOfFile = 0x6282,  // fewer bytes than Le asked for
    WrongLength = 0x6700,
    SecurityNotSatisfied = 0x6982,
    PinBlocked = 0x6983,
    ConditionsNotSatisfied = 0x6985,
    NoCurrentFile = 0x6986,
    WrongData = 0x6A80,
    FileNotFound = 0x6A82,
    NotEnoughSpace = 0x6A84,
    WrongParameters = 0x6A86,
    ReferenceNotFound = 0x6A88,
    WrongOffset = 0x6B00,
    UnknownInstruction = 0x6D00,
    UnknownClass = 0x6E00
};

/// 63Cx: the PIN was wrong, `tries` (0 to 15) are left.
constexpr StatusWord tries_left(unsigned tries) {
    return static_cast<StatusWord>(0x63C0U | (tries & 0x0FU));
}

/// 61xx: `size` (1 to 256) bytes wait for GET RESPONSE.
constexpr StatusWord more_available(std::size_t size) {
    return static_cast<StatusWord>(0x6100U | (size & 0xFFU));
}

/// 6Cxx: the command must be repeated with Le = `size` (1 to 256).
constexpr StatusWord exact_length(std::size_t size) {
    return static_cast<StatusWord>(0x6C00U | (size & 0xFFU));
}

}  // namespace scrm::virtual_reader
