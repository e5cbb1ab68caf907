#include "daemon/sessions/acceptor.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/asio/redirect_error.hpp>

#include "daemon/access/peer_identity.hpp"
#include "daemon/log/log.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm::sessions {
namespace {

// After a failure to accept. Long enough not to spin, short enough not to be noticed.
constexpr std::chrono::milliseconds pause{50};

drivers::Descriptor open_reserve() {
    return drivers::Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

bool out_of_descriptors(const boost::system::error_code& error) {
    return error == boost::system::errc::too_many_files_open ||
           error == boost::system::errc::too_many_files_open_in_system;
}

Peer peer_of(int descriptor, const SessionHouse& house) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        peer.uid = static_cast<uid_t>(-1);  // nobody's
    Peer found{static_cast<std::uint32_t>(peer.pid), peer.uid};
    if (!house.access.empty() || house.authority) {
        access::Questions questions = house.access.questions();
        questions.process = house.authority != nullptr;
        found.caller = std::make_shared<const access::Caller>(access::identify_peer(descriptor, questions));
    }
    return found;
}

}  // namespace

Acceptor::Acceptor(const drivers::Executor& loop, int listening, SessionHouse& house)
    : socket_(loop, boost::asio::local::stream_protocol(), listening),
      house_(house),
      reserve_(open_reserve()) {}

void Acceptor::start() {
    drivers::spawn(socket_.get_executor(), accept_clients());
}

void Acceptor::stop() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

drivers::Awaitable<void> Acceptor::accept_clients() {
    drivers::Timer timer(socket_.get_executor());
    while (socket_.is_open()) {
        boost::system::error_code error;
        Channel::Socket client(socket_.get_executor());
        co_await socket_.async_accept(client, boost::asio::redirect_error(drivers::use_awaitable, error));
        if (!error) {
            const Peer peer = peer_of(client.native_handle(), house_);
            std::make_shared<Session>(house_, std::move(client), peer)->start();
            continue;
        }
        if (error == boost::asio::error::operation_aborted)
            co_return;
        const auto verdict = house_.faults.admit(std::chrono::steady_clock::now());
        if (verdict.write)
            log::warning("a client cannot be accepted: ", error.message());
        if (out_of_descriptors(error))
            turn_one_away();
        timer.expires_after(pause);
        co_await timer.async_wait(boost::asio::redirect_error(drivers::use_awaitable, error));
    }
}

void Acceptor::turn_one_away() {
    if (!reserve_.is_open())
        return;
    reserve_.close();
    drivers::Descriptor client(
        ::accept4(socket_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    client.close();
    reserve_ = open_reserve();
}

}  // namespace scrm::sessions
