// The socket that clients connect to: systemd's, if it passed one, or our own.
#pragma once

#include <stdexcept>
#include <string>

#include "drivers/api/descriptor.hpp"

namespace scrm::service {

/// what() says what is wrong and what to do.
struct ServiceError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class ListeningSocket {
  public:
    /// Takes over systemd's socket (LISTEN_FDS) or binds `path`, mode 0666, in place of one that a dead
    /// process left. Throws ServiceError; in particular when another daemon listens there.
    explicit ListeningSocket(const std::string& path);
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;
    /// Removes the socket's file if we made it.
    ~ListeningSocket();

    /// The descriptor; the caller owns it from now on.
    int release() { return descriptor_.release(); }

  private:
    void bind_and_listen();

    std::string path_;
    drivers::Descriptor descriptor_;
    bool made_file_ = false;
};

}  // namespace scrm::service
