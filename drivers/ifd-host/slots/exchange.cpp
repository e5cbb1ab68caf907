#include "drivers/ifd-host/slots/exchange.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

namespace scrm::ifd_host {
namespace {

using ipc::host::exchange_page;
using ipc::host::ExchangeArea;

// Behind it there is a page that is nobody's, for handlers that write on and on.
constexpr std::size_t reserved = sizeof(ExchangeArea) + exchange_page;
static_assert(sizeof(ExchangeArea::answer_bytes) == TransferBuffer::usable);

// The far end of an extended APDU holds no PIN.
constexpr std::size_t may_hold_pin = 512;

// What lies behind its end can be mapped all the same; whoever touches it dies.
bool has_slot(int memory, std::uint32_t number) {
    struct stat known {};
    return number < ipc::host::shared_slots && fstat(memory, &known) == 0 &&
           known.st_size / static_cast<off_t>(sizeof(ExchangeArea)) > static_cast<off_t>(number);
}

}  // namespace

std::unique_ptr<Exchange> Exchange::map(int memory, int answered, std::uint32_t number) {
    if (!has_slot(memory, number))
        return nullptr;
    void* const room = mmap(nullptr, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED)
        return nullptr;
    const off_t offset = static_cast<off_t>(sizeof(ExchangeArea)) * static_cast<off_t>(number);
    if (mmap(room, sizeof(ExchangeArea), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, memory, offset) ==
        room)
        return std::unique_ptr<Exchange>(
            new Exchange(*std::launder(static_cast<ExchangeArea*>(room)), answered, number));
    munmap(room, reserved);
    return nullptr;
}

Exchange::Exchange(ExchangeArea& area, int answered, std::uint32_t number)
    : area_(area), answered_(answered), number_(number), answer_(area.answer_bytes.data()) {}

Exchange::~Exchange() {
    munmap(&area_, reserved);
}

std::optional<ResponseCode> Exchange::carry_out(Slot& slot) {
    const auto command = ipc::host::get_command(area_, number_);
    if (!command)
        return std::nullopt;
    const Outcome outcome =
        slot.transmit(command->pci_protocol, command->command, command->room, command->known, answer_);
    wipe_command(command->command.size());
    put_answer(area_, command->sequence, static_cast<std::int32_t>(outcome.code), outcome.bytes.size());
    const auto name = static_cast<std::uint8_t>(number_);
    while (write(answered_, &name, 1) < 0 && errno == EINTR)
        continue;
    return outcome.code;
}

void Exchange::wipe_command(std::size_t size) {
    explicit_bzero(area_.command_bytes.data(), std::min(size, may_hold_pin));
}

}  // namespace scrm::ifd_host
