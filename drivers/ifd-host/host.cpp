#include "drivers/ifd-host/host.hpp"

#include <unistd.h>

#include "drivers/ifd-host/daemon_line/log.hpp"
#include "drivers/ifd-host/daemon_line/refusal.hpp"

namespace scrm::ifd_host {

using namespace ipc::host;

Host::Host(Connection& daemon, Closing& closing, LookLimits& looks)
    : daemon_(daemon),
      closing_(closing),
      looks_(looks),
      buffer_(std::make_unique_for_overwrite<std::uint8_t[]>(receive_buffer_size)) {}

void Host::run() {
    daemon_.send(HostHello{});
    const auto hello = expect<DaemonHello>("a hello");
    if (hello.version != protocol_version)
        refuse(daemon_, "it speaks version " + std::to_string(hello.version) + " of the host protocol, not " +
                            std::to_string(protocol_version));
    open(expect<Open>("an order to open a reader"));
    for (;;)
        serve(next_packet());
}

// The daemon's last message is Close. After it, and when the daemon has gone, others end the process.
MutableBytes Host::next_packet() {
    const Bytes packet = daemon_.receive({buffer_.get(), receive_buffer_size});
    while (packet.empty())
        pause();
    return {buffer_.get(), packet.size()};
}

FromDaemon Host::decode(Bytes packet) {
    auto decoded = decode_from_daemon(packet);
    if (const auto* violation = std::get_if<Violation>(&decoded))
        refuse(daemon_, std::string("it sent ") + describe(*violation));
    return std::get<FromDaemon>(decoded);
}

template <class Message>
Message Host::expect(const char* what) {
    FromDaemon message = decode(next_packet());
    if (std::holds_alternative<Close>(message))
        closing_.begin(std::get<Close>(message).reason);
    else if (!std::holds_alternative<Message>(message))
        refuse(daemon_, std::string("it sent something else where ") + what + " was due");
    while (!std::holds_alternative<Message>(message))
        pause();
    return std::get<Message>(message);
}

void Host::open(const Open& order) {
    set_log_level(order.log_from);
    const std::uint32_t sequence = order.sequence;
    const auto shared = shared_descriptors(order.shared);
    auto opened = Reader::open(order);
    if (const auto* failure = std::get_if<OpenFailure>(&opened)) {
        const std::string detail = failure->detail.substr(0, max_text_size);
        daemon_.send(
            Opened{sequence, failure->result, static_cast<std::int32_t>(failure->code), 0, 0, detail});
        daemon_.finish();
        _exit(0);
    }
    auto reader = std::get<std::unique_ptr<Reader>>(std::move(opened));
    const auto count = static_cast<std::uint32_t>(reader->slots().size());
    auto exchanges = map_exchanges(shared, count);
    const std::uint32_t traits = reader->traits() | (exchanges.empty() ? 0 : trait::shares);
    exchanges.resize(count);
    auto workers = make_workers(*reader, std::move(exchanges));
    closing_.know(std::move(reader), std::move(workers));
    daemon_.send(Opened{sequence, OpenResult::Opened, 0, count, traits, {}});
    for (const auto& worker : closing_.workers())
        worker->start();
    if ((traits & trait::shares) != 0)
        start_exchange_bell(shared->commands, daemon_, closing_);
}

std::vector<std::unique_ptr<SlotWorker>> Host::make_workers(Reader& reader, Exchanges exchanges) {
    const auto threads = reader.slots_are_independent() ? Threads::Own : Threads::Callers;
    std::vector<std::unique_ptr<SlotWorker>> workers;
    for (std::uint32_t slot = 0; slot < reader.slots().size(); ++slot)
        workers.push_back(std::make_unique<SlotWorker>(reader.slots()[slot], slot, daemon_, looks_, threads,
                                                       std::move(exchanges[slot])));
    return workers;
}

void Host::serve(MutableBytes packet) {
    const FromDaemon decoded = decode(packet);
    if (const auto* close = std::get_if<Close>(&decoded))
        return closing_.begin(close->reason);
    if (const auto* watch = std::get_if<Watch>(&decoded))
        return worker(watch->slot).watcher().set(*watch);
    std::visit(
        [&]<class Message>(const Message& command) {
            if constexpr (!SlotCommand<Message>)
                refuse(daemon_, "it sent a message at the wrong time");
            else if (!worker(command.slot).take(decoded, packet))
                refuse(daemon_, "it sent more commands than it could be waiting for");
        },
        decoded);
}

SlotWorker& Host::worker(std::uint32_t slot) {
    if (slot >= closing_.workers().size())
        refuse(daemon_, "it named slot " + std::to_string(slot) + ", which the reader does not have");
    return *closing_.workers()[slot];
}

}  // namespace scrm::ifd_host
