// ICCD version B: every answer is a block whose first byte says what it is.
#include <algorithm>

#include "drivers/ccid/wire/commands.hpp"
#include "drivers/ccid/wire/iccd_port.hpp"
#include "drivers/ccid/wire/iccd_requests.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;
using drivers::Result;

namespace {

constexpr std::uint8_t request_slot_status = 0x81;

constexpr std::uint8_t block_failed = 0x40;
constexpr std::uint8_t block_wait = 0x80;
constexpr std::size_t slot_status_size = 3;
constexpr Milliseconds delay_unit{10};

CardStatus card_status(std::uint8_t bits) {
    if ((bits & 3U) == 0)
        return CardStatus::Active;
    return (bits & 3U) == 1 ? CardStatus::Inactive : CardStatus::Absent;
}

bool is_data(std::uint8_t type) {
    return type <= static_cast<std::uint8_t>(Chain::Continues) ||
           type == static_cast<std::uint8_t>(Chain::NextPart);
}

}  // namespace

IccdBlock decode_iccd_block(Bytes block) {
    IccdBlock decoded;
    if (block.empty())
        return decoded;
    decoded.answer.type = AnswerType::DataBlock;
    decoded.answer.card = CardStatus::Active;
    if (is_data(block[0])) {
        decoded.kind = IccdBlock::Kind::Answer;
        decoded.answer.specific = block[0];
        decoded.answer.data = block.subspan(1);
    } else if (block[0] == block_failed && block.size() >= slot_status_size) {
        decoded.kind = IccdBlock::Kind::Answer;
        decoded.answer.status = CommandStatus::Failed;
        decoded.answer.card = card_status(block[1]);
        decoded.answer.error = static_cast<ReaderError>(block[2]);
    } else if (block[0] == block_wait && block.size() >= slot_status_size) {
        decoded.kind = IccdBlock::Kind::Wait;
        decoded.delay = delay_unit * read_u16(block, 1);
    }
    return decoded;
}

Awaitable<Result<Answer>> IccdPort::run_b(Patience& who, Command command, Milliseconds silence) {
    Result<std::size_t> sent = std::size_t{0};
    switch (command.type) {
        case CommandType::PowerOn:
            sent = co_await out(who, iccd::power_on, 1, {});
            break;
        case CommandType::XfrBlock: {
            const auto level = static_cast<std::uint16_t>(command.specific[1] << 8U);
            sent = co_await out(who, iccd::transfer, level, command.data);
            break;
        }
        case CommandType::PowerOff:
            co_return co_await power_off(who);
        case CommandType::GetSlotStatus:
            sent = co_await in(who, request_slot_status, MutableBytes(room_).first(slot_status_size));
            if (!sent)
                co_return sent.error();
            co_return status(*sent < slot_status_size ? CardStatus::Active : card_status(room_[1]));
        default:
            co_return failure(ReaderError::NotSupported);
    }
    if (!sent)
        co_return sent.error();
    co_return co_await fetch_b(who, silence);
}

// Each "ask again later" is a sign of life, with the token's own idea of when. What it may ask for in one go
// is bounded all the same.
Awaitable<Result<Answer>> IccdPort::fetch_b(Patience& who, Milliseconds silence) {
    for (;;) {
        const auto size = co_await in(who, iccd::fetch, room_);
        if (!size)
            co_return size.error();
        const IccdBlock block = decode_iccd_block(Bytes(room_).first(std::min(*size, room_.size())));
        if (block.kind == IccdBlock::Kind::Answer)
            co_return block.answer;
        if (block.kind == IccdBlock::Kind::Broken)
            co_return DriverError::CommunicationFailed;
        const Milliseconds delay = std::clamp(block.delay, timing_.iccd_poll, silence);
        if (const auto paused = co_await pause(who, delay); !paused)
            co_return paused.error();
    }
}

}  // namespace scrm::ccid
