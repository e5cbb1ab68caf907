// bench_echo_loop PATH: the least a daemon on Asio coroutines can do. It reads a request, which says how long
// it is and how long the reply shall be, and sends that many bytes. What scrmd's calls cost above it is
// scrmd's own.
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <cstring>
#include <vector>

#include "drivers/api/spawn.hpp"
#include "drivers/api/unix_socket.hpp"

namespace scrm::bench {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using drivers::Awaitable;
using Socket = drivers::UnixSocket;

constexpr std::size_t max_message = 128 * 1024;
const std::array<char, max_message> answer{};

struct Lengths {
    std::uint32_t request;
    std::uint32_t reply;
};

// One buffer for all: nobody looks at what is in it.
Awaitable<bool> answer_one(Socket& socket, std::vector<char>& buffer) {
    Lengths lengths{sizeof lengths, 0};
    error_code error;
    for (std::size_t come = 0; come < lengths.request;) {
        auto room = asio::buffer(buffer.data() + come, buffer.size() - come);
        come += co_await socket.async_read_some(room, asio::redirect_error(drivers::use_awaitable, error));
        if (error)
            co_return false;
        if (come >= sizeof lengths)
            std::memcpy(&lengths, buffer.data(), sizeof lengths);
        if (lengths.request > max_message || lengths.reply > max_message)
            co_return false;
    }
    co_await asio::async_write(socket, asio::buffer(answer, lengths.reply),
                               asio::redirect_error(drivers::use_awaitable, error));
    co_return !error;
}

Awaitable<void> serve(Socket socket) {
    std::vector<char> buffer(max_message);
    bool more = true;
    while (more)
        more = co_await answer_one(socket, buffer);
}

Awaitable<void> accept_all(drivers::UnixAcceptor& acceptor) {
    for (;;) {
        Socket socket = co_await acceptor.async_accept(drivers::use_awaitable);
        drivers::spawn(acceptor.get_executor(), serve(std::move(socket)));
    }
}

}  // namespace
}  // namespace scrm::bench

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("bench_echo_loop PATH\n", stderr);
        return 2;
    }
    boost::asio::io_context loop{1};
    scrm::drivers::UnixAcceptor acceptor(loop.get_executor(), {arguments[1]});
    scrm::drivers::spawn(loop.get_executor(), scrm::bench::accept_all(acceptor));
    loop.run();
}
