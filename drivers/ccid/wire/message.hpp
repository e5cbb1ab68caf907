// What goes over the bulk pipes: a header of ten bytes and data (CCID 1.1, chapter 6).
//
//   0 type  1 length of the data, 4 bytes  5 slot  6 sequence number  7 three bytes of the type's own
//
// encode() and decode() are the only places that know this layout. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "drivers/ccid/wire/bytes.hpp"

namespace scrm::ccid {

inline constexpr std::size_t header_size = 10;
/// An extended APDU's answer in one message, rounded up; no reader on record needs more.
inline constexpr std::uint32_t max_message_size = 65'556;
/// An interrupt message of 64 bytes speaks of more slots than any reader has; so many are believed.
inline constexpr unsigned max_slots = 32;

enum class CommandType : std::uint8_t {
    SetParameters = 0x61,
    PowerOn = 0x62,
    PowerOff = 0x63,
    GetSlotStatus = 0x65,
    Secure = 0x69,
    T0Apdu = 0x6A,
    Escape = 0x6B,
    GetParameters = 0x6C,
    ResetParameters = 0x6D,
    IccClock = 0x6E,
    XfrBlock = 0x6F,
    Mechanical = 0x71,
    Abort = 0x72,
    SetDataRateAndClock = 0x73
};

enum class AnswerType : std::uint8_t {
    DataBlock = 0x80,
    SlotStatus = 0x81,
    Parameters = 0x82,
    Escape = 0x83,
    DataRateAndClock = 0x84
};

[[nodiscard]] AnswerType answer_to(CommandType command);

struct Command {
    CommandType type = CommandType::GetSlotStatus;
    std::array<std::uint8_t, 3> specific{};
    Bytes data;
};

/// `message` becomes the whole message; `command.data` is shorter than 4 GiB and not part of it.
void encode(const Command& command, std::uint8_t slot, std::uint8_t sequence,
            std::vector<std::uint8_t>& message);

enum class CardStatus : std::uint8_t {
    Active,    // in and powered
    Inactive,  // in, without power
    Absent
};

enum class CommandStatus : std::uint8_t {
    Done,
    Failed,        // bError says why
    TimeExtension  // the answer comes later, under the same sequence number
};

/// bError of a failed command: what this driver treats apart.
enum class ReaderError : std::uint8_t {
    NotSupported = 0x00,
    ParityInProtocol = 0xBD,  // vendors' own: the card failed in T=1
    SlotBusy = 0xE0,
    PinCancelled = 0xEF,
    PinTimeout = 0xF0,
    BusyWithAutoSequence = 0xF2,
    DeactivatedProtocol = 0xF3,
    ProcedureByteConflict = 0xF4,
    ClassNotSupported = 0xF5,
    ProtocolNotSupported = 0xF6,
    BadAtrChecksum = 0xF7,
    BadAtrStart = 0xF8,
    Hardware = 0xFB,
    Overrun = 0xFC,
    Parity = 0xFD,
    Mute = 0xFE,
    Aborted = 0xFF
};

struct Answer {
    AnswerType type = AnswerType::SlotStatus;
    std::uint8_t slot = 0;
    std::uint8_t sequence = 0;
    CardStatus card = CardStatus::Absent;
    CommandStatus status = CommandStatus::Done;
    ReaderError error{};
    /// bChainParameter, bClockStatus or bProtocolNum.
    std::uint8_t specific = 0;
    Bytes data;

    [[nodiscard]] bool failed() const { return status == CommandStatus::Failed; }
};

enum class FrameFault : std::uint8_t {
    TooShort,     // less than a header
    NotAnAnswer,  // its type is a command's, or nothing known
    WrongLength   // it does not hold as many bytes as it says
};

struct DecodedFrame {
    /// None if there is no whole header or its type is not an answer's. With WrongLength its data is what
    /// came.
    std::optional<Answer> answer;
    std::optional<FrameFault> fault;
};

/// Takes any bytes; the answer's data points into them.
[[nodiscard]] DecodedFrame decode(Bytes frame);

/// What an interrupt message tells of one slot.
struct SlotNotice {
    bool present = false;
    bool changed = false;
};

struct SlotChange {
    std::vector<SlotNotice> slots;
};

struct HardwareError {
    std::uint8_t slot = 0;
    std::uint8_t code = 0;  // 1: over-current
};

/// Nothing, if it is of another kind.
using InterruptMessage = std::variant<std::monostate, SlotChange, HardwareError>;

/// Takes any bytes. Never tells of more than `slots` slots.
[[nodiscard]] InterruptMessage decode_interrupt(Bytes message, std::uint8_t slots);

}  // namespace scrm::ccid
