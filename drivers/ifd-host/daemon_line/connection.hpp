// This end of the socket to the daemon: whole messages in, whole messages out, from any thread.
#pragma once

#include <array>
#include <memory>
#include <mutex>

#include "ipc/host_protocol.hpp"

namespace scrm::ifd_host {

using ipc::Bytes;
using ipc::MutableBytes;

enum class Wait : std::uint8_t { Yes, No };

class Connection {
  public:
    explicit Connection(int socket);

    /// Waits until the message is on its way. A daemon that has gone is the attendant's business.
    template <class Message>
    void send(const Message& message) {
        const std::scoped_lock lock(mutex_);
        send_packet(encode_in_pieces(message, {buffer_.get(), ipc::host::max_message_size}));
    }

    /// Never waits: false if the daemon has too much to read already. For messages of up to 2000 bytes.
    template <class Message>
    [[nodiscard]] bool send_if_room(const Message& message) const {
        std::array<std::uint8_t, 2048> packet;
        return send_now(Bytes(packet).first(encode(message, packet)));
    }

    /// The next packet into `buffer`. Empty: the daemon will say no more, or with Wait::No has said no more
    /// yet. One that is longer than max_message_size comes out one byte longer than that.
    [[nodiscard]] Bytes receive(MutableBytes buffer, Wait wait = Wait::Yes) const;

    /// Before the process ends: what was sent is read by the daemon only if nothing that it sent is left
    /// unread.
    void finish() const;

    [[nodiscard]] int socket() const { return socket_; }

  private:
    void send_packet(const ipc::host::Pieces& packet) const;
    [[nodiscard]] bool send_now(Bytes packet) const;

    int socket_;
    std::mutex mutex_;  // of the buffer
    std::unique_ptr<std::uint8_t[]> buffer_;
};

/// What receive() needs.
inline constexpr std::size_t receive_buffer_size = ipc::host::max_message_size + 1;

}  // namespace scrm::ifd_host
