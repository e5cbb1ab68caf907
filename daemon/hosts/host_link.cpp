#include "daemon/hosts/host_link.hpp"

#include <boost/asio/redirect_error.hpp>

namespace scrm::hosts {

namespace asio = boost::asio;
using boost::system::error_code;
using Socket = HostProcess::Socket;

namespace {

// One command a slot may be under way, and now and then a word on how to watch it.
constexpr std::size_t longest_line = 1024;

}  // namespace

void HostLink::send_packet(drivers::Bytes packet) {
    if (unsent_.empty()) {
        const error_code sent = try_send(packet);
        if (!sent || sent != asio::error::would_block)
            return;  // of a host that has hung up receive() will tell
        send_rest_when_possible();
    }
    if (unsent_.size() >= longest_line)
        return kill("does not take its commands");
    unsent_.emplace_back(packet.begin(), packet.end());
}

error_code HostLink::try_send(drivers::Bytes packet) {
    error_code error;
    process_->socket().send(asio::buffer(packet.data(), packet.size()), 0, error);
    return error;
}

void HostLink::send_rest_when_possible() {
    process_->socket().async_wait(Socket::wait_write, [self = shared_from_this()](error_code cancelled) {
        if (!cancelled)
            self->send_rest();
    });
}

void HostLink::send_rest() {
    while (!unsent_.empty()) {
        if (try_send(unsent_.front()) == asio::error::would_block)
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

// A host that ends with commands unread resets the connection. The kernel says so once, before it hands over
// what the host had said, and that still counts.
drivers::Awaitable<drivers::Bytes> HostLink::receive() {
    Socket& socket = process_->socket();
    error_code error;
    for (;;) {
        co_await socket.async_wait(Socket::wait_read, asio::redirect_error(drivers::use_awaitable, error));
        asio::socket_base::message_flags flags = 0;
        const std::size_t size = socket.receive(asio::buffer(room_.in), 0, flags, error);
        if (error != asio::error::would_block && error != asio::error::connection_reset)
            co_return drivers::Bytes(room_.in).first(error ? 0 : size);
    }
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
