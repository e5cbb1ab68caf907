// Takes in clients. When descriptors run out, one that is kept in reserve is spent on telling the next client
// so by hanging up, instead of leaving it in line and the loop spinning.
#pragma once

#include "daemon/sessions/session.hpp"
#include "drivers/api/awaitable.hpp"
#include "drivers/api/descriptor.hpp"

namespace scrm::sessions {

class Acceptor {
  public:
    /// `listening` is a bound, listening Unix stream socket; it becomes the acceptor's. Throws if it is none.
    Acceptor(const drivers::Executor& loop, int listening, SessionHouse& house);
    Acceptor(const Acceptor&) = delete;
    Acceptor& operator=(const Acceptor&) = delete;
    ~Acceptor() = default;

    void start();
    void stop();

  private:
    drivers::Awaitable<void> accept_clients();
    void turn_one_away();

    drivers::UnixAcceptor socket_;
    SessionHouse& house_;
    drivers::Descriptor reserve_;
};

}  // namespace scrm::sessions
