#include "drivers/ccid/wire/message.hpp"

#include <algorithm>

namespace scrm::ccid {
namespace {

constexpr std::uint8_t notify_slot_change = 0x50;
constexpr std::uint8_t hardware_error = 0x51;
constexpr std::size_t hardware_error_size = 4;

std::optional<AnswerType> answer_type(std::uint8_t byte) {
    if (byte < static_cast<std::uint8_t>(AnswerType::DataBlock) ||
        byte > static_cast<std::uint8_t>(AnswerType::DataRateAndClock))
        return std::nullopt;
    return static_cast<AnswerType>(byte);
}

// The value 3 is reserved; a reader that sends it knows nothing of a card.
CardStatus card_status(std::uint8_t status) {
    switch (status & 3U) {
        case 0:
            return CardStatus::Active;
        case 1:
            return CardStatus::Inactive;
        default:
            return CardStatus::Absent;
    }
}

CommandStatus command_status(std::uint8_t status) {
    switch (status >> 6U) {
        case 0:
            return CommandStatus::Done;
        case 2:
            return CommandStatus::TimeExtension;
        default:
            return CommandStatus::Failed;
    }
}

}  // namespace

AnswerType answer_to(CommandType command) {
    switch (command) {
        case CommandType::PowerOn:
        case CommandType::XfrBlock:
        case CommandType::Secure:
            return AnswerType::DataBlock;
        case CommandType::GetParameters:
        case CommandType::ResetParameters:
        case CommandType::SetParameters:
            return AnswerType::Parameters;
        case CommandType::Escape:
            return AnswerType::Escape;
        case CommandType::SetDataRateAndClock:
            return AnswerType::DataRateAndClock;
        default:
            return AnswerType::SlotStatus;
    }
}

void encode(const Command& command, std::uint8_t slot, std::uint8_t sequence,
            std::vector<std::uint8_t>& message) {
    message.resize(header_size + command.data.size());
    message[0] = static_cast<std::uint8_t>(command.type);
    write_u32(message, 1, static_cast<std::uint32_t>(command.data.size()));
    message[5] = slot;
    message[6] = sequence;
    std::ranges::copy(command.specific, message.begin() + 7);
    std::copy_n(command.data.begin(), command.data.size(), message.begin() + header_size);
}

DecodedFrame decode(Bytes frame) {
    if (frame.size() < header_size)
        return {.answer = {}, .fault = FrameFault::TooShort};
    const auto type = answer_type(frame[0]);
    if (!type)
        return {.answer = {}, .fault = FrameFault::NotAnAnswer};
    const Answer answer{
        .type = *type,
        .slot = frame[5],
        .sequence = frame[6],
        .card = card_status(frame[7]),
        .status = command_status(frame[7]),
        .error = static_cast<ReaderError>(frame[8]),
        .specific = frame[9],
        .data = frame.subspan(header_size),
    };
    if (answer.data.size() != read_u32(frame, 1))
        return {.answer = answer, .fault = FrameFault::WrongLength};
    return {.answer = answer, .fault = {}};
}

InterruptMessage decode_interrupt(Bytes message, std::uint8_t slots) {
    if (message.empty())
        return std::monostate{};
    if (message[0] == hardware_error && message.size() >= hardware_error_size)
        return HardwareError{.slot = message[1], .code = message[3]};
    if (message[0] != notify_slot_change)
        return std::monostate{};
    SlotChange change;
    for (std::size_t slot = 0; slot < slots && 1 + slot / 4 < message.size(); ++slot) {
        const unsigned bits = unsigned{message[1 + slot / 4]} >> (2 * (slot % 4));
        change.slots.push_back({.present = (bits & 1U) != 0, .changed = (bits & 2U) != 0});
    }
    return change;
}

}  // namespace scrm::ccid
