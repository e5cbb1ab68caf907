#include "libpcsc-client/connection/stream.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "libpcsc-client/connection/receive_descriptor.hpp"
#include "libpcsc-client/connection/two_pieces.hpp"

namespace scrm::client {

bool Stream::open(const sockaddr_un& address, unsigned long limit) {
    close();
    limit_ = -1;
    descriptor_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0)
        return fail_to_open();
    if (limit > 0)
        limit_waits(limit);
    while (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        if (errno != EINTR)
            return fail_to_open();
    return true;
}

bool Stream::fail_to_open() {
    open_error_ = errno;
    return fail_after(-1);
}

void Stream::limit_waits(unsigned long milliseconds) {
    limit_ = milliseconds > 0 ? static_cast<int>(std::min<unsigned long>(milliseconds, INT_MAX)) : -1;
    const timeval limit{static_cast<time_t>(milliseconds / 1000),
                        static_cast<suseconds_t>(milliseconds % 1000 * 1000)};
    for (const int direction : {SO_RCVTIMEO, SO_SNDTIMEO})
        ::setsockopt(descriptor_, SOL_SOCKET, direction, &limit, sizeof limit);
}

bool Stream::send(ipc::Bytes head, ipc::Bytes payload) {
    bool none_taken = true;
    while (!head.empty() || !payload.empty()) {
        const ssize_t sent = send_two(descriptor_, head, payload);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0) {
            close(none_taken ? End::Refused : End::Reset);
            return false;
        }
        none_taken = none_taken && sent == 0;
        advance(head, payload, static_cast<std::size_t>(sent));
    }
    return true;
}

// Worth a system call of its own: whoever sleeps in recv() is also woken, for nothing, when the daemon takes
// what was sent to it.
bool Stream::await_reply() const {
    pollfd entry{descriptor_, POLLIN, 0};
    return ::poll(&entry, 1, limit_) != 0;
}

bool Stream::receive(ipc::MutableBytes all) {
    return await_reply() ? receive_rest(all) : fail_after(0);
}

bool Stream::receive_rest(ipc::MutableBytes all) {
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

bool Stream::receive(ipc::MutableBytes all, std::optional<int>& descriptor) {
    ssize_t got = 0;
    if (!await_reply())
        return fail_after(0);
    do {
        got = receive_descriptor(descriptor_, all, descriptor);
    } while (got < 0 && errno == EINTR);
    if (got <= 0)
        return fail_after(got);
    return receive_rest(all.subspan(static_cast<std::size_t>(got)));
}

std::size_t Stream::receive_head(ipc::MutableBytes head, ipc::MutableBytes payload) {
    std::size_t total = 0;
    if (!await_reply()) {
        fail_after(0);
        return 0;
    }
    while (!head.empty()) {
        const ssize_t got = receive_two(descriptor_, head, payload);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            fail_after(got);
            return 0;
        }
        advance(head, payload, static_cast<std::size_t>(got));
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
