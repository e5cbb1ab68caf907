#include "drivers/ifd-host/daemon_line/connection.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>

namespace scrm::ifd_host {
namespace {

ssize_t send_both(int socket, const ipc::host::Pieces& packet) {
    std::array<iovec, 2> pieces{iovec{const_cast<std::uint8_t*>(packet.head.data()), packet.head.size()},
                                iovec{const_cast<std::uint8_t*>(packet.tail.data()), packet.tail.size()}};
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    return ::sendmsg(socket, &message, MSG_NOSIGNAL);
}

}  // namespace

Connection::Connection(int socket)
    : socket_(socket), buffer_(std::make_unique_for_overwrite<std::uint8_t[]>(ipc::host::max_message_size)) {
    // Programs that a handler starts are not the daemon's business.
    (void)fcntl(socket_, F_SETFD, FD_CLOEXEC);
}

Bytes Connection::receive(MutableBytes buffer, Wait wait) const {
    const int flags = MSG_TRUNC | (wait == Wait::No ? MSG_DONTWAIT : 0);
    ssize_t size = -1;
    do
        size = recv(socket_, buffer.data(), buffer.size(), flags);
    while (size < 0 && errno == EINTR);
    return buffer.first(std::min(static_cast<std::size_t>(std::max<ssize_t>(size, 0)), buffer.size()));
}

void Connection::finish() const {
    std::uint8_t ignored = 0;
    (void)shutdown(socket_, SHUT_RD);
    while (!receive({&ignored, 1}, Wait::No).empty())
        continue;
}

void Connection::send_packet(const ipc::host::Pieces& packet) const {
    const Bytes head = packet.head;
    ssize_t sent = 0;
    do
        sent = packet.tail.empty() ? ::send(socket_, head.data(), head.size(), MSG_NOSIGNAL)
                                   : send_both(socket_, packet);
    while (sent < 0 && errno == EINTR);
}

bool Connection::send_now(Bytes packet) const {
    return ::send(socket_, packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
}

}  // namespace scrm::ifd_host
