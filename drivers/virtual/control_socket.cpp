#include "drivers/virtual/control_socket.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <list>

#include "drivers/api/spawn.hpp"
#include "drivers/api/unix_socket.hpp"
#include "drivers/virtual/control_answer.hpp"

namespace scrm::virtual_reader {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;

constexpr auto as_values = asio::as_tuple(drivers::use_awaitable);
/// After a failed accept (descriptors used up, say): long enough not to spin, short enough not to be missed.
constexpr std::chrono::milliseconds accept_pause{100};

/// A program that is started from this one has no business with the socket.
template <class Socket>
void close_on_exec(Socket& socket) {
    ::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC);
}

/// Nobody listens at a socket whose process died; anything else at `path` is left alone.
void remove_left_over(const drivers::Executor& executor, const std::string& path) {
    std::error_code not_there;
    if (!std::filesystem::is_socket(std::filesystem::symlink_status(path, not_there)))
        return;
    drivers::UnixSocket probe(executor);
    boost::system::error_code refused;
    probe.connect(stream_protocol::endpoint(path), refused);
    if (refused == asio::error::connection_refused)
        ::unlink(path.c_str());
}

/// The mode is set between bind and listen: before that nobody can connect.
drivers::UnixAcceptor listen_at(const drivers::Executor& executor, const std::string& path) {
    remove_left_over(executor, path);
    drivers::UnixAcceptor acceptor(executor);
    acceptor.open();
    close_on_exec(acceptor);
    acceptor.bind(stream_protocol::endpoint(path));
    if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0)
        throw boost::system::system_error(errno, boost::system::system_category(), path);
    acceptor.listen();
    return acceptor;
}

}  // namespace

struct ControlSocket::Server : std::enable_shared_from_this<Server> {
    using Clients = std::list<drivers::UnixSocket>;

    Server(const drivers::Executor& executor, const std::string& path, VirtualBus& its_bus)
        : acceptor(listen_at(executor, path)), pause(executor), bus(&its_bus) {}

    static drivers::Awaitable<void> accept_clients(std::shared_ptr<Server> self);
    static drivers::Awaitable<void> serve(std::shared_ptr<Server> self, Clients::iterator client);
    static drivers::Awaitable<void> converse(std::shared_ptr<Server> self, Clients::iterator client);
    void welcome(drivers::UnixSocket socket);
    void stop();

    drivers::UnixAcceptor acceptor;
    drivers::Timer pause;
    VirtualBus* bus;  // null once stopped
    Clients clients;
};

drivers::Awaitable<void> ControlSocket::Server::accept_clients(std::shared_ptr<Server> self) {
    while (self->bus != nullptr) {
        auto [failed, socket] = co_await self->acceptor.async_accept(as_values);
        if (!failed && self->bus != nullptr) {
            self->welcome(std::move(socket));
        } else if (self->bus != nullptr) {
            self->pause.expires_after(accept_pause);
            co_await self->pause.async_wait(as_values);
        }
    }
}

void ControlSocket::Server::welcome(drivers::UnixSocket socket) {
    close_on_exec(socket);
    if (clients.size() >= max_clients) {
        boost::system::error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(std::string_view("error: too many clients\n")), ignored);
        return;
    }
    clients.push_front(std::move(socket));
    drivers::spawn(clients.front().get_executor(), serve(shared_from_this(), clients.begin()));
}

drivers::Awaitable<void> ControlSocket::Server::serve(std::shared_ptr<Server> self,
                                                      Clients::iterator client) {
    co_await converse(self, client);
    self->clients.erase(client);
}

/// Until the client hangs up, sends what is no line, or the server stops.
drivers::Awaitable<void> ControlSocket::Server::converse(std::shared_ptr<Server> self,
                                                         Clients::iterator client) {
    std::string received;
    std::string answer;
    for (bool lines = true; lines;) {
        const auto [no_line, size] = co_await asio::async_read_until(
            *client, asio::dynamic_buffer(received, max_line), '\n', as_values);
        if (self->bus == nullptr || (no_line && no_line != asio::error::not_found))
            co_return;
        lines = !no_line;
        if (lines)
            answer = answer_control_line(*self->bus, std::string_view(received).substr(0, size - 1));
        else
            answer = "error: the line is too long";
        answer += '\n';
        received.erase(0, size);
        const auto [failed, written] = co_await asio::async_write(*client, asio::buffer(answer), as_values);
        if (failed)
            co_return;
    }
}

void ControlSocket::Server::stop() {
    bus = nullptr;
    boost::system::error_code ignored;
    acceptor.close(ignored);
    pause.cancel();
    for (auto& client : clients)
        client.close(ignored);
}

ControlSocket::ControlSocket(const drivers::Executor& executor, std::string path, VirtualBus& bus)
    : path_(std::move(path)), server_(std::make_shared<Server>(executor, path_, bus)) {
    drivers::spawn(executor, Server::accept_clients(server_));
}

ControlSocket::~ControlSocket() {
    ::unlink(path_.c_str());
    server_->stop();
}

}  // namespace scrm::virtual_reader
