#include "libpcsc-client/stream.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace scrm::client {
namespace {

using Pieces = std::array<iovec, 2>;

iovec to_iovec(ipc::Bytes bytes) {
    return {const_cast<std::uint8_t*>(bytes.data()), bytes.size()};  // NOLINT: iovec serves both directions
}

msghdr to_message(Pieces& pieces) {
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    return message;
}

/// Takes away the first `count` bytes.
void advance(Pieces& pieces, std::size_t count) {
    for (iovec& piece : pieces) {
        const std::size_t taken = std::min(count, piece.iov_len);
        piece.iov_base = static_cast<std::uint8_t*>(piece.iov_base) + taken;
        piece.iov_len -= taken;
        count -= taken;
    }
}

}  // namespace

bool Stream::open(const sockaddr_un& address, unsigned long limit) {
    close();
    descriptor_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0)
        return fail_after(-1);
    if (limit > 0)
        limit_waits(limit);
    while (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        if (errno != EINTR)
            return fail_after(-1);
    return true;
}

void Stream::limit_waits(unsigned long milliseconds) {
    const timeval limit{static_cast<time_t>(milliseconds / 1000),
                        static_cast<suseconds_t>(milliseconds % 1000 * 1000)};
    for (const int direction : {SO_RCVTIMEO, SO_SNDTIMEO})
        ::setsockopt(descriptor_, SOL_SOCKET, direction, &limit, sizeof limit);
}

bool Stream::send(ipc::Bytes head, ipc::Bytes payload) {
    Pieces pieces{to_iovec(head), to_iovec(payload)};
    const msghdr message = to_message(pieces);
    for (std::size_t left = head.size() + payload.size(); left > 0;) {
        const ssize_t sent = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0) {
            const bool none_taken = left == head.size() + payload.size();
            close(none_taken ? End::Refused : End::Reset);
            return false;
        }
        advance(pieces, static_cast<std::size_t>(sent));
        left -= static_cast<std::size_t>(sent);
    }
    return true;
}

bool Stream::receive(ipc::MutableBytes all) {
    while (!all.empty()) {
        const ssize_t got = ::recv(descriptor_, all.data(), all.size(), MSG_WAITALL);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail_after(got);
        all = all.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

std::size_t Stream::receive_head(ipc::MutableBytes head, ipc::MutableBytes payload) {
    Pieces pieces{to_iovec(head), to_iovec(payload)};
    msghdr message = to_message(pieces);
    std::size_t total = 0;
    while (total < head.size()) {
        const ssize_t got = ::recvmsg(descriptor_, &message, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            fail_after(got);
            return 0;
        }
        advance(pieces, static_cast<std::size_t>(got));
        total += static_cast<std::size_t>(got);
    }
    return total;
}

Stream::Arrival Stream::receive_until(ipc::MutableBytes all, const Deadline& deadline) {
    const std::size_t wanted = all.size();
    while (!all.empty()) {
        const bool over = deadline.is_over();  // what came before the deadline is still taken
        pollfd entry{descriptor_, POLLIN, 0};
        const int ready = ::poll(&entry, 1, deadline.poll_timeout());
        if (ready == 0 && over) {
            if (all.size() == wanted)
                return Arrival::TimedOut;
            close();  // half a message in time is a daemon out of its mind
            return Arrival::Failed;
        }
        const ssize_t got = ::recv(descriptor_, all.data(), all.size(), MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0) {
            fail_after(got);
            return Arrival::Failed;
        }
        all = all.subspan(static_cast<std::size_t>(got));
    }
    return Arrival::Complete;
}

bool Stream::has_ended() {
    if (!is_open())
        return true;
    pollfd entry{descriptor_, POLLRDHUP, 0};
    if (::poll(&entry, 1, 0) <= 0)
        return false;
    close();
    return true;
}

void Stream::close(End end) {
    if (descriptor_ >= 0)
        ::close(descriptor_);
    descriptor_ = -1;
    end_ = end;
}

bool Stream::fail_after(ssize_t result) {
    const bool reset = result < 0 && (errno == ECONNRESET || errno == EPIPE);
    close(reset ? End::Reset : End::Closed);
    return false;
}

}  // namespace scrm::client
