#include "daemon/hosts/host_link.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <boost/asio/buffer.hpp>
#include <cerrno>

namespace scrm::hosts {

namespace asio = boost::asio;
using boost::system::error_code;
using Socket = HostProcess::Socket;

namespace {

// One command a slot may be under way, and now and then a word on how to watch it.
constexpr std::size_t longest_line = 1024;

enum class Sent : std::uint8_t { Done, NoRoom };

ssize_t send_both(int to, const ipc::host::Pieces& packet, int flags) {
    std::array<iovec, 2> pieces{iovec{const_cast<std::uint8_t*>(packet.head.data()), packet.head.size()},
                                iovec{const_cast<std::uint8_t*>(packet.tail.data()), packet.tail.size()}};
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    return ::sendmsg(to, &message, flags);
}

// Asio's own calls do the same with more words. Of a host that has hung up listen() will tell.
Sent try_send(Socket& socket, const ipc::host::Pieces& packet) {
    const int to = socket.native_handle();
    constexpr int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    ssize_t sent = 0;
    do
        sent = packet.tail.empty() ? ::send(to, packet.head.data(), packet.head.size(), flags)
                                   : send_both(to, packet, flags);
    while (sent < 0 && errno == EINTR);
    return sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? Sent::NoRoom : Sent::Done;
}

}  // namespace

void HostLink::send_packet(const ipc::host::Pieces& packet) {
    if (unsent_.empty()) {
        if (try_send(process_->socket(), packet) == Sent::Done)
            return;
        send_rest_when_possible();
    }
    if (unsent_.size() >= longest_line)
        return kill("does not take its commands");
    auto& whole = unsent_.emplace_back(packet.head.begin(), packet.head.end());
    whole.insert(whole.end(), packet.tail.begin(), packet.tail.end());
}

void HostLink::send_rest_when_possible() {
    process_->socket().async_wait(Socket::wait_write, [self = shared_from_this()](error_code cancelled) {
        if (!cancelled)
            self->send_rest();
    });
}

void HostLink::send_rest() {
    while (!unsent_.empty()) {
        if (try_send(process_->socket(), {unsent_.front(), {}}) == Sent::NoRoom)
            return send_rest_when_possible();
        unsent_.pop_front();
    }
    if (ending_)
        end_sending();
}

void HostLink::end_sending() {
    ending_ = true;
    error_code ignored;
    if (unsent_.empty())
        process_->socket().shutdown(Socket::shutdown_send, ignored);
}

void HostLink::send(const ipc::host::Transmit& message) {
    if (!shares_)
        send_packet(ipc::host::encode_in_pieces(message, room_.out));
    else if (!exchange_->put(message))
        kill("does not take its commands");
}

drivers::Awaitable<void> HostLink::listen(Ears ears) {
    ears_ = std::move(ears);
    await_packet();
    if (exchange_)
        await_answers();
    co_await silent_.wait();
}

// A plain handler, as a coroutine would be resumed for each packet to do no more than this.
void HostLink::await_packet() {
    process_->socket().async_wait(Socket::wait_read,
                                  [self = shared_from_this()](error_code) { self->receive(); });
}

// A host that ends with commands unread resets the connection. The kernel says so once, before it hands over
// what the host had said, and that still counts.
void HostLink::receive() {
    const ssize_t size =
        ::recv(process_->socket().native_handle(), room_.in.data(), room_.in.size(), MSG_DONTWAIT);
    const bool more = size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNRESET));
    if (!more)
        return hang_up();
    if (size > 0)
        ears_.packet(drivers::Bytes(room_.in).first(static_cast<std::size_t>(size)));
    await_packet();
}

// A read that finds nothing, before the loop waits, costs less than the wait that Asio would arm for us.
void HostLink::await_answers() {
    awaits_answers_ = true;
    exchange_->answered().async_read_some(asio::buffer(answered_),
                                          [self = shared_from_this()](error_code ended, std::size_t count) {
                                              self->awaits_answers_ = false;
                                              self->hear_answers(count);
                                              if (self->hung_up_)
                                                  self->fall_silent();
                                              else if (!ended)
                                                  self->await_answers();
                                          });
}

void HostLink::hear_answers(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto answer = exchange_->answer_of(answered_.at(i));
        if (const auto* violation = std::get_if<ipc::host::Violation>(&answer))
            return kill(std::string("answered with ") + ipc::host::describe(*violation));
        ears_.answer(std::get<ipc::host::Answer>(answer));
    }
}

// What it answered before it hung up still counts, and may be on its way from the pipe already.
void HostLink::hang_up() {
    hung_up_ = true;
    if (awaits_answers_)
        exchange_->answered().cancel();
    else
        fall_silent();
}

// What the driver has started may hold the pipe open.
void HostLink::fall_silent() {
    error_code nothing;
    if (exchange_) {
        hear_answers(exchange_->answered().read_some(asio::buffer(answered_), nothing));
        exchange_->answered().close(nothing);
    }
    silent_.fire();
}

void HostLink::kill(std::string why) {
    if (why_killed_.empty())
        why_killed_ = std::move(why);
    process_->kill();
}

void HostLink::kill_at(drivers::Timer& timer, drivers::Deadline deadline, std::string why) {
    timer.expires_at(deadline);
    timer.async_wait([self = shared_from_this(), why = std::move(why)](error_code cancelled) {
        if (!cancelled)
            self->kill(why);
    });
}

// What the driver has started may hold the socket open after the process has ended.
drivers::Awaitable<void> HostLink::watch(std::shared_ptr<HostLink> link) {
    link->end_ = co_await link->process_->reap();
    error_code ignored;
    link->process_->socket().shutdown(Socket::shutdown_both, ignored);
    link->buried_.fire();
}

drivers::Awaitable<ProcessEnd> HostLink::buried() {
    co_await buried_.wait();
    co_return end_;
}

}  // namespace scrm::hosts
