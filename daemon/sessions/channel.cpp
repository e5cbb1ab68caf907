#include "daemon/sessions/channel.hpp"

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <boost/asio/redirect_error.hpp>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <cstring>

namespace scrm::sessions {
namespace {

// Clients are many, and most of them wait: this is what each costs. It holds every request but those with an
// attribute or a longer APDU.
constexpr std::size_t first_buffer = 240;

// For those who have sent a longer one. Holds every request but one with an extended APDU.
constexpr std::size_t small_buffer = 512;

using boost::system::error_code;

// A message in one piece is cheaper to hand to the kernel than one in two, by more than a small copy costs.
constexpr std::size_t worth_joining = 512;

ssize_t send_pieces(int descriptor, ipc::Bytes first, ipc::Bytes second) {
    std::array<iovec, 2> pieces{iovec{const_cast<std::uint8_t*>(first.data()), first.size()},
                                iovec{const_cast<std::uint8_t*>(second.data()), second.size()}};
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    return ::sendmsg(descriptor, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

ssize_t send_whole(int descriptor, ipc::Bytes bytes) {
    return ::send(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

ssize_t send_joined(int descriptor, ipc::Bytes first, ipc::Bytes second) {
    std::array<std::uint8_t, worth_joining> joined;
    const auto behind = std::copy_n(first.begin(), first.size(), joined.begin());
    std::copy_n(second.begin(), second.size(), behind);
    return send_whole(descriptor, ipc::Bytes(joined).first(first.size() + second.size()));
}

ssize_t send_once(int descriptor, ipc::Bytes first, ipc::Bytes second) {
    if (second.empty())
        return send_whole(descriptor, first);
    if (first.size() + second.size() <= worth_joining)
        return send_joined(descriptor, first, second);
    return send_pieces(descriptor, first, second);
}

ssize_t send_descriptor(int socket, int descriptor, ipc::Bytes bytes) {
    alignas(cmsghdr) std::array<std::uint8_t, CMSG_SPACE(sizeof descriptor)> control{};
    iovec piece{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
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
    return ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

// Bytes taken by the socket, 0 if it is full; less than 0 if it failed.
ssize_t send_now(int descriptor, ipc::Bytes first, ipc::Bytes second) {
    ssize_t sent = 0;
    do {
        sent = send_once(descriptor, first, second);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : sent;
}

}  // namespace

ipc::SplitResult Channel::next_frame(ipc::Dialect dialect) const {
    return ipc::split_frame(ipc::Bytes(in_).subspan(begin_, end_ - begin_), dialect);
}

drivers::Awaitable<std::size_t> Channel::more(ipc::NeedMore needed, error_code& error) {
    make_room(needed.size);
    return socket_.async_read_some(boost::asio::buffer(in_.data() + end_, in_.size() - end_),
                                   redirect_error(drivers::use_awaitable, error));
}

void Channel::make_room(std::size_t size) {
    if (begin_ > 0) {
        std::memmove(in_.data(), in_.data() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
        wipe(std::span(in_).subspan(end_));
    }
    if (in_.size() >= size)
        return;
    std::vector<std::uint8_t> larger(size <= first_buffer ? first_buffer : std::max(size, small_buffer));
    std::copy_n(in_.begin(), end_, larger.begin());
    in_.swap(larger);
    wipe(larger);
}

void Channel::wipe(std::span<std::uint8_t> bytes) {
    if (!bytes.empty())
        ::explicit_bzero(bytes.data(), bytes.size());
}

// The far end of an extended APDU holds no PIN: it stays until the next one, or until its room is given back.
void Channel::consume(const ipc::Frame& frame) {
    wipe(std::span(in_).subspan(begin_, std::min(frame.size, small_buffer)));
    begin_ += frame.size;
    if (begin_ < end_)
        return;
    begin_ = end_ = 0;
    if (in_.size() <= small_buffer || frame.size > small_buffer)
        return;
    wipe(in_);
    in_ = std::vector<std::uint8_t>(small_buffer);
}

void Channel::send(ipc::Bytes body, ipc::Bytes payload) {
    if (!socket_.is_open())
        return;
    std::size_t taken = 0;
    if (out_.empty()) {
        const ssize_t sent = send_now(socket_.native_handle(), body, payload);
        if (sent < 0)
            return close();
        taken = static_cast<std::size_t>(sent);
    }
    if (taken == body.size() + payload.size())
        return;
    const bool pumping = !out_.empty();
    const std::size_t from_body = std::min(taken, body.size());
    out_.insert(out_.end(), body.begin() + static_cast<std::ptrdiff_t>(from_body), body.end());
    out_.insert(out_.end(), payload.begin() + static_cast<std::ptrdiff_t>(taken - from_body), payload.end());
    if (!pumping)
        pump();
}

bool Channel::send_with(int descriptor, ipc::Bytes body) {
    if (!socket_.is_open() || flushing())
        return false;
    const ssize_t sent = send_descriptor(socket_.native_handle(), descriptor, body);
    if (sent <= 0)
        return false;
    if (static_cast<std::size_t>(sent) < body.size())
        send(body.subspan(static_cast<std::size_t>(sent)));
    return true;
}

bool Channel::holds_unread() {
    int unread = 0;
    return flushing() || (::ioctl(socket_.native_handle(), TIOCOUTQ, &unread) == 0 && unread > 0);
}

void Channel::pump() {
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](error_code error) {
        if (error)
            return self->close();
        self->write_queued();
    });
}

void Channel::write_queued() {
    const ssize_t sent = send_now(socket_.native_handle(), out_, {});
    if (sent < 0)
        return close();
    out_.erase(out_.begin(), out_.begin() + sent);
    if (!out_.empty())
        return pump();
    out_.shrink_to_fit();
    if (flush_waiter_)
        std::exchange(flush_waiter_, nullptr)->fire();
}

drivers::Awaitable<void> Channel::flushed() {
    if (out_.empty() || !socket_.is_open())
        co_return;
    drivers::WakeUp wake(socket_.get_executor());
    flush_waiter_ = &wake;
    co_await wake.wait();
}

// One wait is armed at most, and stays armed: it costs nothing and ends with the socket.
void Channel::on_hangup(std::function<void()> then) {
    hangup_ = std::move(then);
    if (std::exchange(hangup_armed_, true))
        return;
    socket_.async_wait(Socket::wait_error, [self = shared_from_this()](error_code) {
        self->hangup_armed_ = false;
        if (self->hangup_)
            std::exchange(self->hangup_, nullptr)();
    });
}

void Channel::close() {
    error_code ignored;
    socket_.close(ignored);
    out_.clear();
    if (flush_waiter_)
        std::exchange(flush_waiter_, nullptr)->fire();
}

}  // namespace scrm::sessions
