// A program that runs beside the loop and is reached through one socket, which is its standard input and
// output.
//
// It is watched through a descriptor (pidfd), so that no SIGCHLD handler is needed and a process id is never
// used after the process has been reaped.
#pragma once

#include <boost/asio/generic/seq_packet_protocol.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <string>
#include <vector>

#include "drivers/api/slot.hpp"

namespace scrm::fakes {

class ChildProcess {
  public:
    using Channel = boost::asio::generic::seq_packet_protocol::socket;

    /// Starts `command`, found in PATH; throws std::system_error if it cannot.
    ChildProcess(const scrm::drivers::Executor& executor, const std::vector<std::string>& command);

    [[nodiscard]] Channel& channel() { return channel_; }
    [[nodiscard]] int id() const { return id_; }

    /// Takes effect whatever the process is doing; returns at once.
    void kill();
    /// Returns once the process has ended and nothing is left of it in the system. Once.
    drivers::Awaitable<void> reap();

  private:
    Channel channel_;
    boost::asio::posix::stream_descriptor watch_;
    int id_ = 0;
};

}  // namespace scrm::fakes
