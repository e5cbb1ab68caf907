#include "tests/fakes/wire_socket.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace scrm::fakes {
namespace {

using Clock = std::chrono::steady_clock;

/// Until the descriptor is ready for `events`; false when the deadline comes first.
bool wait_ready(int descriptor, short events, Clock::time_point deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd entry{descriptor, events, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(std::max<decltype(left)>(left, 0)));
        if (ready > 0)
            return true;
        if (ready == 0)
            return false;
        if (errno != EINTR)
            throw WireError(std::string("poll: ") + std::strerror(errno));
    }
}

bool interrupted() {
    return errno == EINTR || errno == EAGAIN;
}

int connect_to(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        throw WireError("too long for a socket's path: " + path);
    std::memcpy(address.sun_path, path.data(), path.size());
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        throw WireError(std::string("socket: ") + std::strerror(errno));
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const std::string reason = std::strerror(errno);
        ::close(descriptor);
        throw WireError("cannot connect to " + path + ": " + reason);
    }
    return descriptor;
}

}  // namespace

WireSocket::WireSocket(const std::string& path) : descriptor_(connect_to(path)) {}

Transfer WireSocket::send(ipc::Bytes bytes, Patience patience) {
    const auto deadline = Clock::now() + patience;
    while (!bytes.empty()) {
        if (!wait_ready(descriptor_, POLLOUT, deadline))
            return Transfer::TimedOut;
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0)
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
        else if (!interrupted())
            return Transfer::Closed;
    }
    return Transfer::Complete;
}

Transfer WireSocket::send_with(int descriptor, ipc::Bytes bytes) {
    alignas(cmsghdr) std::array<std::uint8_t, CMSG_SPACE(sizeof descriptor)> control{};
    iovec piece{const_cast<std::uint8_t*>(bytes.data()), 1};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    return ::sendmsg(descriptor_, &message, MSG_NOSIGNAL) == 1 ? send(bytes.subspan(1)) : Transfer::Closed;
}

Received WireSocket::receive(std::size_t size, Patience patience) {
    const auto deadline = Clock::now() + patience;
    std::vector<std::uint8_t> bytes(size);
    std::size_t filled = 0;
    auto end = Transfer::Complete;
    while (filled < size && end == Transfer::Complete) {
        if (!wait_ready(descriptor_, POLLIN, deadline)) {
            end = Transfer::TimedOut;
            break;
        }
        const ssize_t got = ::recv(descriptor_, bytes.data() + filled, size - filled, MSG_DONTWAIT);
        if (got > 0)
            filled += static_cast<std::size_t>(got);
        else if (got == 0 || !interrupted())
            end = Transfer::Closed;
    }
    bytes.resize(filled);
    return {std::move(bytes), end};
}

void WireSocket::close() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
    descriptor_ = -1;
}

}  // namespace scrm::fakes
