// The conversation with one host process: messages out, without ever waiting, and messages in, one a turn of
// the loop; and what is known of the process's end.
#pragma once

#include <deque>
#include <functional>

#include "daemon/hosts/host_process.hpp"
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
    HostLink(const drivers::Executor& executor, std::unique_ptr<HostProcess> process, PacketRoom& room)
        : process_(std::move(process)), room_(room), silent_(executor), buried_(executor) {}

    /// The message is gone or in line when this returns. A host that lets the line grow long is killed.
    template <class Message>
    void send(const Message& message) {
        send_packet(ipc::host::encode_in_pieces(message, room_.out));
    }
    /// Nothing more will be said.
    void end_sending();

    /// Gives `hear` each packet, valid until it returns; ends once the process has ended or hung up and
    /// everything it said has been received. Once, and `hear` must be callable until then.
    drivers::Awaitable<void> listen(std::function<void(drivers::Bytes)> hear);

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
    void send_rest_when_possible();
    void send_rest();

    std::unique_ptr<HostProcess> process_;
    PacketRoom& room_;
    std::deque<std::vector<std::uint8_t>> unsent_;
    bool ending_ = false;
    std::function<void(drivers::Bytes)> hear_;
    drivers::WakeUp silent_;
    drivers::WakeUp buried_;
    ProcessEnd end_;
    std::string why_killed_;
};

}  // namespace scrm::hosts
