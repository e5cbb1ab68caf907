// A Unix stream socket through which people and tests move virtual readers and cards about.
#pragma once

#include <memory>
#include <string>

#include "drivers/api/awaitable.hpp"
#include "drivers/virtual/virtual_bus.hpp"

namespace scrm::virtual_reader {

class ControlSocket {
  public:
    /// More clients than that are told so and sent away.
    static constexpr std::size_t max_clients = 8;
    /// Bytes in a line, its end included; a client that sends a longer one is told so and sent away.
    static constexpr std::size_t max_line = 512;

    /// Listens at `path`, mode 0600, in place of a socket that a dead process left there; throws
    /// boost::system::system_error if it cannot. `executor` must be one thread's, `bus` must outlive this.
    ControlSocket(const drivers::Executor& executor, std::string path, VirtualBus& bus);
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;
    /// Sends every client away and removes the socket.
    ~ControlSocket();

  private:
    struct Server;

    std::string path_;
    std::shared_ptr<Server> server_;  // its coroutines hold it too, until the loop has ended them
};

}  // namespace scrm::virtual_reader
