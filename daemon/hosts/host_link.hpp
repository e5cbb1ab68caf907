// The conversation with one host process: messages out, without ever waiting, and messages in, one a turn of
// the loop; and what is known of the process's end.
#pragma once

#include <deque>
#include <functional>

#include "daemon/hosts/host_process.hpp"
#include "daemon/hosts/shared_exchange.hpp"
#include "drivers/api/slot.hpp"
#include "drivers/api/wake_up.hpp"
#include "ipc/host_protocol.hpp"

namespace scrm::hosts {

/// Where messages are put together and taken apart; one is enough for all hosts of a loop.
struct PacketRoom {
    std::array<std::uint8_t, ipc::host::max_message_size> in;
    std::array<std::uint8_t, ipc::host::max_message_size> out;
};

class HostLink : public std::enable_shared_from_this<HostLink> {
  public:
    /// Who hears what the host says. Each is called until listen() has ended.
    struct Ears {
        std::function<void(drivers::Bytes packet)> packet;     // valid until it returns
        std::function<void(const ipc::host::Answer&)> answer;  // that came by shared memory; the same
    };

    /// `exchange` may be nullptr: all goes by the socket then.
    HostLink(const drivers::Executor& executor, std::unique_ptr<HostProcess> process,
             std::unique_ptr<SharedExchange> exchange, PacketRoom& room)
        : process_(std::move(process)),
          exchange_(std::move(exchange)),
          room_(room),
          silent_(executor),
          buried_(executor) {}

    /// The message is gone or in line when this returns. A host that lets the line grow long is killed.
    template <class Message>
    void send(const Message& message) {
        send_packet(ipc::host::encode_in_pieces(message, room_.out));
    }
    /// By shared memory, once the host has said that it has it.
    void send(const ipc::host::Transmit& message);
    void host_shares() { shares_ = exchange_ != nullptr; }
    /// The number of the first descriptor of what is shared in the host, or 0.
    [[nodiscard]] std::uint32_t shared() const { return exchange_ ? host_shared_number : 0; }
    /// Nothing more will be said.
    void end_sending();

    /// Ends once the process has ended or hung up and everything it said has been heard. Once.
    drivers::Awaitable<void> listen(Ears ears);

    /// Takes effect whatever the process is doing. The first reason stands; it reads on after "libx.so ".
    void kill(std::string why);
    /// Lets kill() happen at `deadline`, unless the link's process has ended or the returned timer is
    /// cancelled.
    void kill_at(drivers::Timer& timer, drivers::Deadline deadline, std::string why);

    /// Reaps the process when it ends. Started once, beside whoever receives.
    static drivers::Awaitable<void> watch(std::shared_ptr<HostLink> link);
    /// Returns when nothing is left of the process: how it ended.
    drivers::Awaitable<ProcessEnd> buried();

    [[nodiscard]] const std::string& why_killed() const { return why_killed_; }
    [[nodiscard]] int process_id() const { return process_->id(); }

  private:
    void send_packet(const ipc::host::Pieces& packet);
    void await_packet();
    void receive();
    void await_answers();
    void hear_answers(std::size_t count);
    void hang_up();
    void fall_silent();
    void send_rest_when_possible();
    void send_rest();

    std::unique_ptr<HostProcess> process_;
    std::unique_ptr<SharedExchange> exchange_;
    bool shares_ = false;
    std::array<std::uint8_t, ipc::host::shared_slots> answered_{};  // as the host says
    PacketRoom& room_;
    std::deque<std::vector<std::uint8_t>> unsent_;
    bool ending_ = false;
    Ears ears_;
    bool hung_up_ = false;
    bool awaits_answers_ = false;
    drivers::WakeUp silent_;
    drivers::WakeUp buried_;
    ProcessEnd end_;
    std::string why_killed_;
};

}  // namespace scrm::hosts
