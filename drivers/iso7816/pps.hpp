// Protocol and parameters selection (ISO 7816-3, clause 9): one request right after the answer to reset, one
// answer, both without any framing:
//
//   FF  PPS0 = T | 10 if PPS1 follows | 20, 40 for PPS2, PPS3  [PPS1 = F, D as in TA1]  PCK = xor of all
//
// The card echoes the request to agree. It may leave PPS1 out: then F 372, D 1 stay in force.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

struct PpsRequest {
    /// 0 to 14.
    std::uint8_t protocol = 0;
    /// F and D as TA1 codes them; none proposes 372, 1.
    std::optional<std::uint8_t> fi_di;
};

/// 3 or 4 bytes.
[[nodiscard]] Buffer encode_pps(PpsRequest request);

/// How long an answer is that begins like this: none before its first 2 bytes are there. For readers that
/// must be told how many bytes to take from the line.
[[nodiscard]] std::optional<std::size_t> pps_size(Bytes beginning);

/// What is in force from now on.
struct PpsAgreement {
    std::uint8_t protocol = 0;
    /// As TA1 codes them: what was asked for, or 11 if the card did not echo it.
    std::uint8_t fi_di = 0x11;
};

/// The card did not agree; it must be reset before anything else is said to it.
enum class PpsError : std::uint8_t {
    WrongSize,       // not the size that its PPS0 announces
    NotPps,          // the first byte is not FF
    WrongChecksum,   // the exclusive-or over all bytes is not 0
    OtherProtocol,   // not the one asked for
    OtherParameters  // PPS1 differs from what was asked for, or a parameter came that nobody asked for
};

[[nodiscard]] const char* describe(PpsError error);

[[nodiscard]] std::variant<PpsAgreement, PpsError> check_pps(PpsRequest request, Bytes answer);

}  // namespace scrm::iso7816
