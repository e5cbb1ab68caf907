#include "drivers/ifd-host/exchange_bell.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>

#include "drivers/ifd-host/daemon_line/refusal.hpp"

namespace scrm::ifd_host {
namespace {

// Programs that a handler starts are not the daemon's business.
bool keep_to_ourselves(int descriptor) {
    return fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

void serve(std::uint8_t slot, Connection& daemon, Closing& closing) {
    if (slot >= closing.workers().size() || !closing.workers()[slot]->take_exchange())
        refuse(daemon, "it told of a command that is not there");
}

void attend(int commands, Connection& daemon, Closing& closing) {
    std::array<std::uint8_t, ipc::host::shared_slots> slots;
    for (;;) {
        const ssize_t count = read(commands, slots.data(), slots.size());
        if (count == 0 || (count < 0 && errno != EINTR))
            return;
        for (ssize_t i = 0; i < count; ++i)
            serve(slots.at(static_cast<std::size_t>(i)), daemon, closing);
    }
}

}  // namespace

std::optional<SharedDescriptors> shared_descriptors(std::uint32_t first) {
    const int memory = static_cast<int>(first);
    const bool open = first != 0 && keep_to_ourselves(memory) && keep_to_ourselves(memory + 1) &&
                      keep_to_ourselves(memory + 2);
    return open ? std::optional(SharedDescriptors{memory, memory + 1, memory + 2}) : std::nullopt;
}

Exchanges map_exchanges(const std::optional<SharedDescriptors>& shared, std::uint32_t slots) {
    Exchanges exchanges;
    if (!shared)
        return exchanges;
    for (std::uint32_t slot = 0; slot < slots; ++slot) {
        exchanges.push_back(Exchange::map(shared->memory, shared->answers, slot));
        if (!exchanges.back()) {
            exchanges.clear();
            break;
        }
    }
    (void)close(shared->memory);
    return exchanges;
}

void start_exchange_bell(int commands, Connection& daemon, Closing& closing) {
    std::thread([commands, &daemon, &closing] { attend(commands, daemon, closing); }).detach();
}

}  // namespace scrm::ifd_host
