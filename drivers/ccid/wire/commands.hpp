// The commands this driver sends, by name. Their data is the caller's and must outlive them.
#pragma once

#include "drivers/ccid/wire/capabilities.hpp"
#include "drivers/ccid/wire/message.hpp"

namespace scrm::ccid {

/// wLevelParameter of a command and bChainParameter of an answer, at APDU levels.
enum class Chain : std::uint8_t {
    Whole = 0,
    Begins = 1,
    Ends = 2,
    Continues = 3,
    NextPart = 0x10  // no data: the other side is to go on
};

inline Command power_on_command(Voltage voltage) {
    return {.type = CommandType::PowerOn, .specific = {static_cast<std::uint8_t>(voltage), 0, 0}, .data = {}};
}

inline Command plain_command(CommandType type) {
    return {.type = type, .specific = {}, .data = {}};
}

/// `level` is wLevelParameter; `waiting` is bBWI, by which BWT is multiplied for this block (0 is as good as
/// 1).
inline Command xfr_block(Bytes data, std::uint16_t level, std::uint8_t waiting = 0) {
    return {.type = CommandType::XfrBlock,
            .specific = {waiting, static_cast<std::uint8_t>(level & 0xFFU),
                         static_cast<std::uint8_t>(level >> 8U)},
            .data = data};
}

inline Command xfr_part(Bytes data, Chain chain) {
    return xfr_block(data, static_cast<std::uint16_t>(chain));
}

inline Command secure_part(Bytes data, Chain chain) {
    return {.type = CommandType::Secure, .specific = {0, static_cast<std::uint8_t>(chain), 0}, .data = data};
}

inline Command escape_command(Bytes data) {
    return {.type = CommandType::Escape, .specific = {}, .data = data};
}

}  // namespace scrm::ccid
