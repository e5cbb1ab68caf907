// The blocks of T=1 (ISO 7816-3, 11.3):
//
//   NAD  PCB  LEN  INF (LEN bytes, at most 254)  EDC (LRC 1 byte, CRC 2 bytes)
//
//   PCB   0 n m 0 0 0 0 0    I: data. n: number N(S). m: more follows
//         1 0 0 n 0 0 e e    R: "next I please". n: its number N(R). e: 0 all is well, 1 EDC or parity, 2
//         other 1 1 r 0 0 k k k    S: r: 0 request, 1 response. k: 0 RESYNCH, 1 IFS, 2 ABORT, 3 WTX
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "drivers/iso7816/atr_parameters.hpp"
#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

inline constexpr std::size_t t1_prologue_size = 3;
inline constexpr std::size_t t1_max_information = 254;
/// With a CRC.
inline constexpr std::size_t t1_max_block = 259;

struct T1Information {
    /// N(S), 0 or 1.
    std::uint8_t number = 0;
    bool more = false;
};

enum class T1Complaint : std::uint8_t { None = 0, Damaged = 1, Other = 2 };

struct T1Receipt {
    /// N(R), 0 or 1: the I-block that is wanted next.
    std::uint8_t number = 0;
    T1Complaint complaint = T1Complaint::None;
};

enum class T1Subject : std::uint8_t { Resynch = 0, Ifs = 1, Abort = 2, Wtx = 3 };
enum class T1Role : std::uint8_t { Request, Response };

struct T1Supervision {
    T1Subject subject = T1Subject::Resynch;
    T1Role role = T1Role::Request;
};

using T1Control = std::variant<T1Information, T1Receipt, T1Supervision>;

[[nodiscard]] std::uint8_t encode_pcb(const T1Control& control);
/// None for a PCB that the standard does not know.
[[nodiscard]] std::optional<T1Control> decode_pcb(std::uint8_t pcb);

struct T1Block {
    std::uint8_t nad = 0;
    T1Control control;
    /// At most 254 bytes; within what was decoded.
    Bytes information;
};

/// Why bytes are no block.
enum class T1BlockError : std::uint8_t {
    WrongSize,        // not LEN + prologue + EDC bytes, or less than the smallest block
    WrongEdc,         // LRC or CRC do not fit
    ReservedLength,   // LEN is 255
    UnknownPcb,       // see decode_pcb
    WrongInformation  // R-blocks have none; S-blocks of IFS and WTX have one byte, the others none
};

[[nodiscard]] const char* describe(T1BlockError error);
/// How the card is to be told.
[[nodiscard]] T1Complaint complaint_about(T1BlockError error);

/// 1 or 2.
[[nodiscard]] std::size_t edc_size(ErrorDetection detection);

/// How many bytes follow a block's first three, EDC included: for readers that must be told how many bytes to
/// take from the line. None for less than three bytes, and for the reserved LEN of 255.
[[nodiscard]] std::optional<std::size_t> t1_rest_size(Bytes prologue, ErrorDetection detection);

/// Replaces what is in `out`. More than 254 bytes of information are cut off.
void encode_t1_block(const T1Block& block, ErrorDetection detection, Buffer& out);

[[nodiscard]] std::variant<T1Block, T1BlockError> decode_t1_block(Bytes bytes, ErrorDetection detection);

}  // namespace scrm::iso7816
