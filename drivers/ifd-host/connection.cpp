#include "drivers/ifd-host/connection.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace scrm::ifd_host {

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

void Connection::send_packet(Bytes packet) const {
    while (::send(socket_, packet.data(), packet.size(), MSG_NOSIGNAL) < 0 && errno == EINTR)
        continue;
}

bool Connection::send_now(Bytes packet) const {
    return ::send(socket_, packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
}

}  // namespace scrm::ifd_host
