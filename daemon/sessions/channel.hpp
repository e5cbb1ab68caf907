// A client's socket as frames in and ordered bytes out.
//
// Sending never waits: what the socket does not take stays in a queue that goes out as the client reads.
// Whoever sends a lot awaits flushed() before it takes the next request, so a client that does not read is
// simply not served; the queue is bounded by that.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "drivers/api/unix_socket.hpp"
#include "drivers/api/wake_up.hpp"
#include "ipc/frame_splitter.hpp"

namespace scrm::sessions {

class Channel : public std::enable_shared_from_this<Channel> {
  public:
    using Socket = drivers::UnixSocket;

    explicit Channel(Socket socket) : socket_(std::move(socket)) {}
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;
    ~Channel() { wipe(in_); }

    /// The next request, if it is here; it lives in the channel's buffer until consume().
    [[nodiscard]] ipc::SplitResult next_frame(ipc::Dialect dialect) const;
    /// Waits for more of it; how many bytes have come is for arrived(). An error: the client closed its end,
    /// or the socket failed.
    drivers::Awaitable<std::size_t> more(ipc::NeedMore needed, boost::system::error_code& error);
    void arrived(std::size_t size) { end_ += size; }
    /// Done with the frame. Where it may hold a PIN its bytes are wiped, here and wherever they were moved.
    void consume(const ipc::Frame& frame);

    /// `body` and `payload` go out in one piece, behind what is still queued.
    void send(ipc::Bytes body, ipc::Bytes payload = {});
    /// The same, and a copy of `descriptor` with it. False if it cannot be sent at once: nothing was.
    bool send_with(int descriptor, ipc::Bytes body);
    /// Until all that was sent has been taken, or the client is gone.
    drivers::Awaitable<void> flushed();
    [[nodiscard]] bool flushing() const { return !out_.empty(); }
    /// The client has not read all that was sent.
    [[nodiscard]] bool holds_unread();
    [[nodiscard]] Socket::executor_type executor() { return socket_.get_executor(); }

    /// Calls `then` when the client hangs up while nothing is being read, until told otherwise. It may be
    /// called in the midst of a wait, never from within this call.
    void on_hangup(std::function<void()> then);
    void ignore_hangup() { hangup_ = nullptr; }

    void close();

  private:
    static void wipe(std::span<std::uint8_t> bytes);
    void make_room(std::size_t size);
    void pump();
    void write_queued();

    Socket socket_;
    std::vector<std::uint8_t> in_;
    std::size_t begin_ = 0;  // of what has been read and not consumed
    std::size_t end_ = 0;
    std::vector<std::uint8_t> out_;
    drivers::WakeUp* flush_waiter_ = nullptr;
    std::function<void()> hangup_;
    bool hangup_armed_ = false;
};

}  // namespace scrm::sessions
