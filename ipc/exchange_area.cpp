#include "ipc/exchange_area.hpp"

#include <cstring>

namespace scrm::ipc::host {
namespace {

void put(ExchangeArea::Word& word, std::uint32_t value) {
    word.store(value, std::memory_order_release);
}

std::uint32_t get(const ExchangeArea::Word& word) {
    return word.load(std::memory_order_acquire);
}

}  // namespace

bool put_command(ExchangeArea& area, const Transmit& command) {
    if (command.command.size() > max_bytes_size)
        return false;
    if (!command.command.empty())
        std::memcpy(area.command_bytes.data(), command.command.data(), command.command.size());
    put(area.command.pci_protocol, command.pci_protocol);
    put(area.command.room, command.room);
    put(area.command.known, command.known);
    put(area.command.size, static_cast<std::uint32_t>(command.command.size()));
    put(area.command.sequence, command.sequence);
    return true;
}

std::variant<Answer, Violation> get_answer(const ExchangeArea& area, std::uint32_t slot) {
    const std::uint32_t sequence = get(area.answer.sequence);
    const std::uint32_t code = get(area.answer.code);
    const std::uint32_t size = get(area.answer.size);
    if (size > max_bytes_size)
        return Violation::TooLong;
    return Answer{slot, sequence, static_cast<std::int32_t>(code), Bytes(area.answer_bytes.data(), size)};
}

std::optional<Transmit> get_command(const ExchangeArea& area, std::uint32_t slot) {
    Transmit command;
    command.slot = slot;
    command.sequence = get(area.command.sequence);
    command.pci_protocol = get(area.command.pci_protocol);
    command.room = get(area.command.room);
    command.known = get(area.command.known);
    const std::uint32_t size = get(area.command.size);
    if (size > max_bytes_size || command.room > max_bytes_size)
        return std::nullopt;
    command.command = Bytes(area.command_bytes.data(), size);
    return command;
}

void put_answer(ExchangeArea& area, std::uint32_t sequence, std::int32_t code, std::size_t size) {
    put(area.answer.code, static_cast<std::uint32_t>(code));
    put(area.answer.size, static_cast<std::uint32_t>(size));
    put(area.answer.sequence, sequence);
}

}  // namespace scrm::ipc::host
