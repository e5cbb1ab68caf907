// A driver's process: started with one socket to us, watched through a descriptor (pidfd), so that no SIGCHLD
// handler is needed and a process id is never used after the process has been reaped.
//
// It leads a session of its own: what the driver starts beside itself goes with it, and a Ctrl-C at the
// daemon's terminal is the daemon's alone.
#pragma once

#include <boost/asio/basic_seq_packet_socket.hpp>
#include <boost/asio/generic/seq_packet_protocol.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/system/result.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/descriptor.hpp"

namespace scrm::hosts {

/// How a process ended: `number` is a signal's or an exit status.
struct ProcessEnd {
    enum class Kind : std::uint8_t { Exited, Killed } kind = Kind::Exited;
    int number = 0;

    bool operator==(const ProcessEnd&) const = default;
};

/// "ended with status 3", "was killed by signal 11 (Segmentation fault)"
std::string describe(const ProcessEnd& end);

/// The descriptors at which a process finds its socket, and the first of what else it is given.
inline constexpr int host_socket_number = 3;
inline constexpr int host_shared_number = 4;

class HostProcess {
  public:
    using Socket =
        boost::asio::basic_seq_packet_socket<boost::asio::generic::seq_packet_protocol, drivers::Executor>;

    /// Starts `command`, whose first word is the path of a program. It gets our standard error for its own
    /// and for its standard output, nothing to read, the socket, and copies of `shared`. Fails as
    /// posix_spawn() does.
    static boost::system::result<std::unique_ptr<HostProcess>> start(
        const drivers::Executor& executor, const std::vector<std::string>& command,
        std::span<const drivers::Descriptor> shared = {});
    HostProcess(const HostProcess&) = delete;
    HostProcess& operator=(const HostProcess&) = delete;
    /// Kills and reaps what reap() has not: the loop is going.
    ~HostProcess();

    [[nodiscard]] Socket& socket() { return socket_; }
    [[nodiscard]] int id() const { return id_; }

    /// The process and all that it has started; takes effect whatever they are doing. Returns at once.
    void kill();
    /// Returns once the process has ended and nothing is left of it in the system. Once.
    drivers::Awaitable<ProcessEnd> reap();

  private:
    using Watch = boost::asio::posix::basic_stream_descriptor<drivers::Executor>;

    HostProcess(const drivers::Executor& executor, drivers::Descriptor socket, int id,
                drivers::Descriptor watch);
    ProcessEnd bury();

    Socket socket_;
    Watch watch_;
    int id_;
};

}  // namespace scrm::hosts
