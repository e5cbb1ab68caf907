// The socket to the daemon: bytes out, bytes in. Every failure closes it, so that nothing is ever sent or
// read out of step. No call raises a signal.
#pragma once

#include <sys/types.h>
#include <sys/un.h>

#include <optional>

#include "ipc/limits.hpp"
#include "libpcsc-client/process/deadline.hpp"

namespace scrm::client {

class Stream {
  public:
    /// How it came to be closed. Reset: the daemon hung up without reading what it was sent. Refused: it had
    /// hung up before it could be sent anything.
    enum class End : std::uint8_t { NeverOpened, Closed, Reset, Refused };
    enum class Arrival : std::uint8_t { Complete, TimedOut, Failed };

    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() { close(); }

    /// `limit` as for limit_waits().
    [[nodiscard]] bool open(const sockaddr_un& address, unsigned long limit = 0);
    /// From now on whatever waits longer than that many milliseconds fails; 0: nothing does.
    void limit_waits(unsigned long milliseconds);
    void close() { close(End::Closed); }
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] End end() const { return end_; }
    /// errno of the last open() that failed.
    [[nodiscard]] int open_error() const { return open_error_; }

    /// Sends both pieces, in one system call if the socket takes them.
    [[nodiscard]] bool send(ipc::Bytes head, ipc::Bytes payload = {});
    /// Fills `all`.
    [[nodiscard]] bool receive(ipc::MutableBytes all);
    /// The same, for what comes along with what has been received.
    [[nodiscard]] bool receive_rest(ipc::MutableBytes all);
    /// Fills `all`. A descriptor that comes along is put into `descriptor`, and the caller's to close.
    [[nodiscard]] bool receive(ipc::MutableBytes all, std::optional<int>& descriptor);
    /// Fills `head`, and puts into `payload` what has come behind it. The sum of both, 0 on failure.
    [[nodiscard]] std::size_t receive_head(ipc::MutableBytes head, ipc::MutableBytes payload);
    /// Fills `all`, or gives up at the deadline, having read nothing.
    [[nodiscard]] Arrival receive_until(ipc::MutableBytes all, const Deadline& deadline);

    /// Whether the other end is gone; closes then.
    [[nodiscard]] bool has_ended();

  private:
    void close(End end);
    /// Sleeps until something can be received, or never will be; false: the limit of waits is over.
    [[nodiscard]] bool await_reply() const;
    /// Closes after a system call that returned `result`: 0, the other end hung up; -1, errno says. False.
    bool fail_after(ssize_t result);
    bool fail_to_open();

    int descriptor_ = -1;
    int limit_ = -1;  // of waits, as poll(2) takes it
    End end_ = End::NeverOpened;
    int open_error_ = 0;
};

}  // namespace scrm::client
