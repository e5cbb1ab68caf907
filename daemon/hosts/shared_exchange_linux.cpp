#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "daemon/hosts/shared_exchange.hpp"

namespace scrm::hosts {

namespace host = ipc::host;
using drivers::Descriptor;

namespace {

constexpr std::size_t memory_size = sizeof(host::ExchangeArea) * host::shared_slots;

// Otherwise the host could take away what the daemon is about to read.
constexpr int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

// Some systems refuse memory that does not say it will never be run; those before Linux 6.3 do not know the
// word.
Descriptor open_memory() {
    constexpr unsigned never_run = 0x0008U;
    constexpr unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    const int descriptor = ::memfd_create("scrm-exchange", flags | never_run);
    return Descriptor(descriptor < 0 && errno == EINVAL ? ::memfd_create("scrm-exchange", flags)
                                                        : descriptor);
}

}  // namespace

std::unique_ptr<SharedExchange> SharedExchange::make(const drivers::Executor& executor) {
    std::unique_ptr<SharedExchange> made(new SharedExchange(executor));
    return made->make_memory() && made->make_pipes() ? std::move(made) : nullptr;
}

// Costs nothing before it is written.
bool SharedExchange::make_memory() {
    hosts_[0] = open_memory();
    const int number = hosts_[0].number();
    if (number < 0 || ::ftruncate(number, memory_size) != 0 || ::fcntl(number, F_ADD_SEALS, seals) != 0)
        return false;
    void* const memory = ::mmap(nullptr, memory_size, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0);
    if (memory == MAP_FAILED)
        return false;
    areas_ = static_cast<host::ExchangeArea*>(memory);
    return true;
}

bool SharedExchange::make_pipes() {
    int commands[2];
    int answers[2];
    if (::pipe2(commands, O_CLOEXEC) != 0)
        return false;
    hosts_[1] = Descriptor(commands[0]);
    tell_ = Descriptor(commands[1]);
    if (::pipe2(answers, O_CLOEXEC) != 0)
        return false;
    answered_.assign(answers[0]);
    hosts_[2] = Descriptor(answers[1]);
    answered_.non_blocking(true);
    return ::fcntl(tell_.number(), F_SETFL, O_WRONLY | O_NONBLOCK) == 0;
}

// A pipe that is read by nobody would end whoever writes to it: one reader of commands stays.
void SharedExchange::host_has_them() {
    hosts_[0].close();
    hosts_[2].close();
}

SharedExchange::~SharedExchange() {
    if (areas_ != nullptr)
        ::munmap(areas_, memory_size);
}

bool SharedExchange::put(const host::Transmit& command) {
    if (command.slot >= host::shared_slots || !host::put_command(areas_[command.slot], command))
        return false;
    const auto slot = static_cast<std::uint8_t>(command.slot);
    ssize_t written = 0;
    do
        written = ::write(tell_.number(), &slot, 1);
    while (written < 0 && errno == EINTR);
    return written == 1;
}

std::variant<host::Answer, host::Violation> SharedExchange::answer_of(std::uint8_t slot) const {
    if (slot >= host::shared_slots)
        return host::Violation::UnknownValue;
    return host::get_answer(areas_[slot], slot);
}

}  // namespace scrm::hosts
