#include "drivers/ifd-scrm-ccid/open_reader.hpp"

namespace scrm::ifd_handler {

using drivers::Awaitable;
using drivers::DeviceInfo;
using drivers::Result;

namespace {

constexpr std::chrono::seconds time_to_open{30};

struct Done {};

Awaitable<Done> nothing() {
    co_return Done{};
}

Awaitable<Done> closed(drivers::ReaderDevice& device) {
    co_await device.close();
    co_return Done{};
}

}  // namespace

Result<std::shared_ptr<OpenReader>> OpenReader::open(DriverLoop& loop, const DeviceInfo& device) {
    auto opened = loop.run<Result<Device>>(
        [&] { return loop.driver().open(device, std::chrono::steady_clock::now() + time_to_open); });
    if (!opened)
        return opened.error();
    auto reader = std::make_shared<OpenReader>(loop, std::move(*opened));
    for (std::size_t slot = 0; slot < reader->slots(); ++slot)
        loop.post([reader, slot] { drivers::spawn(reader->loop_.executor(), watch_over(reader, slot)); });
    loop.run<Done>(nothing);  // by then the watches have been told what was known
    return reader;
}

OpenReader::OpenReader(DriverLoop& loop, Device device)
    : loop_(loop), device_(std::move(device)), slots_(device_->slot_count()) {}

Awaitable<void> OpenReader::watch_over(std::shared_ptr<OpenReader> self, std::size_t slot) {
    std::uint64_t seen = 0;
    for (;;) {
        const auto presence = co_await self->device_->slot(slot).presence_after(seen);
        if (!presence)
            break;
        seen = presence->changes;
        self->slots_[slot].watch.now(*presence);
    }
    self->slots_[slot].watch.gone();
}

void OpenReader::leave(std::size_t slot) {
    loop_.post([self = shared_from_this(), slot] { self->device_->slot(slot).cancel(); });
    (void)call<void>(slot, &drivers::TimeBudgets::power,
                     [](drivers::Slot& used, Deadline deadline) { return used.power_off(deadline); });
    slots_[slot].watch.stop();
}

void OpenReader::close() {
    loop_.run<Done>([this] { return closed(*device_); });
}

}  // namespace scrm::ifd_handler
