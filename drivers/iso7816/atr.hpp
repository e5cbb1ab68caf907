// The answer to reset: what a card says of itself the moment it is powered (ISO 7816-3, clause 8). This file
// takes it apart; atr_parameters.hpp says what the parts mean.
//
//   TS  T0  [TA1 TB1 TC1 TD1]  [TA2 TB2 TC2 TD2] ...  historical bytes  [TCK]
//
// T0 tells which of the bytes of level 1 follow and how many historical bytes there are; each TDi tells which
// bytes of level i+1 follow, and names a protocol T.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace scrm::iso7816 {

/// How the card's levels on the wire become bits; the reader has already applied it.
enum class Convention : std::uint8_t { Direct, Inverse };

/// The interface bytes of one level.
struct InterfaceBytes {
    /// T of the TD that announced this level; none for level 1, which T0 announces.
    std::optional<std::uint8_t> protocol;
    std::optional<std::uint8_t> ta;
    std::optional<std::uint8_t> tb;
    std::optional<std::uint8_t> tc;
    std::optional<std::uint8_t> td;
};

/// TCK makes the exclusive-or of all bytes from T0 on zero. It is there unless T=0 is all that is named.
enum class Checksum : std::uint8_t {
    NotUsed,  // only T=0 is named, so there is no TCK
    Missing,  // there should be one
    Correct,
    Wrong
};

/// The T that stands for no protocol but for parameters of the card as a whole.
inline constexpr std::uint8_t global_interface_bytes = 15;

struct Atr {
    Convention convention = Convention::Direct;
    std::uint8_t t0 = 0;
    /// levels[i - 1] holds TAi to TDi; at least one, though it may hold nothing.
    std::vector<InterfaceBytes> levels;
    /// At most 15.
    std::vector<std::uint8_t> historical_bytes;
    std::optional<std::uint8_t> tck;
    Checksum checksum = Checksum::NotUsed;
    /// How many announced bytes did not come (those of a TD that did not come are not counted).
    std::size_t missing_bytes = 0;
    /// How many bytes came after the end; some readers add junk.
    std::size_t surplus_bytes = 0;

    /// The protocols offered, in order, each once: {0, 1}. T=15 is none; a card that names none offers T=0.
    [[nodiscard]] std::vector<std::uint8_t> protocols() const;
    /// The protocol in force when none is negotiated: the first one offered.
    [[nodiscard]] std::uint8_t first_protocol() const;
    [[nodiscard]] bool offers(std::uint8_t protocol) const;
};

/// Why nothing can be made of an answer to reset.
enum class AtrError : std::uint8_t {
    TooShort,          // TS and T0 are the least a card can send
    UnknownConvention  // TS is neither 3B nor 3F
};

[[nodiscard]] const char* describe(AtrError error);

/// Takes apart what came, of any length; what is missing stays empty and is counted. `bytes` starts with TS.
[[nodiscard]] std::variant<Atr, AtrError> parse_atr(std::span<const std::uint8_t> bytes);

}  // namespace scrm::iso7816
