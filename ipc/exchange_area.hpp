// An exchange with a card in memory that scrmd shares with a host: room for one command of one slot and its
// answer. Who is to look is told by a byte in a pipe, the slot's number (docs/adr/0013).
//
// Either side may write to all of it at any time. So each word is read once, is checked after that, and bytes
// are copied out before anybody looks at them. The layout is the same for hosts of any word size.
#pragma once

#include <array>
#include <atomic>
#include <optional>

#include "ipc/host_protocol.hpp"

namespace scrm::ipc::host {

/// A multiple of every page size there is.
inline constexpr std::size_t exchange_page = 65536;

struct ExchangeArea {
    using Word = std::atomic<std::uint32_t>;
    static_assert(Word::is_always_lock_free);

    struct alignas(64) CommandWords {
        Word sequence;
        Word pci_protocol;
        Word room;
        Word size;
        Word known;
    };
    struct alignas(64) AnswerWords {
        Word sequence;
        Word code;
        Word size;
    };

    CommandWords command;
    AnswerWords answer;
    std::array<std::uint8_t, 2 * exchange_page - sizeof(CommandWords) - sizeof(AnswerWords)> command_bytes;
    std::array<std::uint8_t, 2 * exchange_page>
        answer_bytes;  // more than are sent: some handlers write too many
};

static_assert(sizeof(ExchangeArea) == 4 * exchange_page);
static_assert(offsetof(ExchangeArea, command_bytes) == 128);
static_assert(offsetof(ExchangeArea, answer_bytes) == 2 * exchange_page);

/// The daemon's: no command may be under way. False if there is no room for it.
[[nodiscard]] bool put_command(ExchangeArea& area, const Transmit& command);
/// The daemon's: its `bytes` lie in the area.
std::variant<Answer, Violation> get_answer(const ExchangeArea& area, std::uint32_t slot);

/// The host's: its `command` lies in the area. Nothing if no daemon could have meant it.
std::optional<Transmit> get_command(const ExchangeArea& area, std::uint32_t slot);
/// The host's: `size` bytes lie in answer_bytes already.
void put_answer(ExchangeArea& area, std::uint32_t sequence, std::int32_t code, std::size_t size);

}  // namespace scrm::ipc::host
