// ICCD version A: a T=0 command in parts, as the token's status byte asks for them.
#include <algorithm>
#include <array>

#include "drivers/ccid/wire/iccd_port.hpp"
#include "drivers/ccid/wire/iccd_requests.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;
using drivers::Result;

namespace {

constexpr std::uint8_t request_status = 0xA0;

constexpr std::uint8_t wants_data_phase = 0x10;
constexpr std::uint8_t has_status_word = 0x20;
constexpr std::uint8_t is_busy = 0x40;
constexpr std::uint8_t is_mute = 0x80;

constexpr std::size_t header_with_p3 = 5;
constexpr std::size_t status_word_size = 2;
constexpr std::size_t largest_read = 256;

std::size_t wanted_by(Bytes header) {
    return header[4] == 0 ? largest_read : header[4];
}

}  // namespace

Awaitable<Result<Answer>> IccdPort::run_a(Patience& who, Command command, Milliseconds silence) {
    switch (command.type) {
        case CommandType::PowerOn:
            co_return co_await power_on_a(who);
        case CommandType::PowerOff:
            co_return co_await power_off(who);
        case CommandType::GetSlotStatus: {
            const auto told = co_await in(who, request_status, MutableBytes(room_).first(1));
            if (!told)
                co_return told.error();
            co_return status(powered_ ? CardStatus::Active : CardStatus::Inactive);
        }
        case CommandType::XfrBlock:
            co_return co_await exchange_a(who, command.data, silence);
        default:
            co_return failure(ReaderError::NotSupported);
    }
}

Awaitable<Result<Answer>> IccdPort::power_on_a(Patience& who) {
    const auto size = co_await in(who, iccd::power_on, room_);
    if (!size)
        co_return size.error();
    powered_ = true;
    Answer answer = status(CardStatus::Active);
    answer.type = AnswerType::DataBlock;
    answer.data = Bytes(room_).first(std::min(*size, room_.size()));
    co_return answer;
}

Awaitable<Result<Answer>> IccdPort::exchange_a(Patience& who, Bytes command, Milliseconds silence) {
    std::array<std::uint8_t, header_with_p3> header{};
    std::copy_n(command.begin(), std::min(command.size(), header.size()), header.begin());
    Bytes to_card = command.size() > header.size() ? command.subspan(header.size()) : Bytes();
    data_.clear();
    auto moved = co_await out(who, iccd::transfer, 0, header);
    while (moved) {
        const auto told = co_await settled_a(who, silence);
        if (!told)
            co_return told.error();
        if ((*told & is_mute) != 0)
            co_return failure(ReaderError::Mute);
        const bool finished = (*told & has_status_word) != 0;
        if (!finished && (*told & wants_data_phase) == 0)
            co_return failure(ReaderError::ProcedureByteConflict);
        if (!finished && !to_card.empty()) {
            moved = co_await out(who, iccd::transfer, 0, std::exchange(to_card, Bytes()));
            continue;
        }
        const std::size_t wanted = finished ? status_word_size : wanted_by(header);
        moved = co_await in(who, iccd::fetch, MutableBytes(room_).first(wanted));
        if (moved)
            data_.insert(data_.end(), room_.begin(),
                         room_.begin() + static_cast<std::ptrdiff_t>(std::min(*moved, wanted)));
        if (data_.size() > largest_read + status_word_size)
            co_return failure(ReaderError::Overrun);
        if (moved && finished) {
            Answer answer = status(CardStatus::Active);
            answer.type = AnswerType::DataBlock;
            answer.data = data_;
            co_return answer;
        }
    }
    co_return moved.error();
}

Awaitable<Result<std::uint8_t>> IccdPort::settled_a(Patience& who, Milliseconds silence) {
    const auto end = std::chrono::steady_clock::now() + silence;
    for (;;) {
        const auto size = co_await in(who, request_status, MutableBytes(room_).first(1));
        if (!size)
            co_return size.error();
        if (*size == 0)
            co_return DriverError::CommunicationFailed;
        if ((room_[0] & is_busy) == 0)
            co_return room_[0];
        if (std::chrono::steady_clock::now() >= end)
            co_return is_mute;
        if (const auto paused = co_await pause(who, timing_.iccd_poll); !paused)
            co_return paused.error();
    }
}

}  // namespace scrm::ccid
