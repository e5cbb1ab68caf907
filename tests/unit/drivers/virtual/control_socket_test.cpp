// The control socket, over a real socket.
#include "drivers/virtual/control_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>
#include <list>

#include "drivers/api/awaitable.hpp"
#include "tests/fakes/loop.hpp"

using namespace scrm::virtual_reader;
using scrm::fakes::Loop;
namespace asio = boost::asio;

namespace {

struct ScratchFolder {
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "scrm-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~ScratchFolder() { std::filesystem::remove_all(path); }

    [[nodiscard]] std::string socket() const { return (path / "control").string(); }
    std::filesystem::path path;
};

class Client {
  public:
    Client(Loop& loop, const std::string& path) : loop_(loop), socket_(loop.io) {
        socket_.connect(asio::local::stream_protocol::endpoint(path));
        loop_.turn();
    }
    void send(std::string_view text) { asio::write(socket_, asio::buffer(text)); }
    /// The next line without its end, or "(closed)".
    std::string line() { return loop_.run(read_line(this)); }
    std::string ask(std::string_view text) {
        send(std::string(text) + '\n');
        return line();
    }
    /// Sends `text` over and over, until the server has stopped reading.
    void flood(std::string_view text) {
        socket_.non_blocking(true);
        boost::system::error_code full;
        while (!full) {
            socket_.write_some(asio::buffer(text), full);
            loop_.turn();
        }
        CHECK(full == asio::error::would_block);
    }
    void hang_up() {
        socket_.close();
        loop_.turn();
    }

  private:
    static scrm::drivers::Awaitable<std::string> read_line(Client* self) {
        boost::system::error_code closed;
        const auto size =
            co_await asio::async_read_until(self->socket_, asio::dynamic_buffer(self->received_), '\n',
                                            asio::redirect_error(scrm::drivers::use_awaitable, closed));
        if (closed)
            co_return "(closed)";
        std::string line = self->received_.substr(0, size - 1);
        self->received_.erase(0, size);
        co_return line;
    }

    Loop& loop_;
    asio::local::stream_protocol::socket socket_;
    std::string received_;
};

struct Served {
    Served() { loop.turn(); }
    ~Served() {
        control.reset();
        loop.turn();
    }

    ScratchFolder folder;
    Loop loop;
    VirtualBus bus;
    std::unique_ptr<ControlSocket> control =
        std::make_unique<ControlSocket>(loop.io.get_executor(), folder.socket(), bus);
};

}  // namespace

TEST_CASE("commands over the socket are obeyed and answered, one line each") {
    Served served;
    Client client(served.loop, served.folder.socket());
    CHECK(client.ask("plug desk card=none") == "ok");
    CHECK(served.bus.at_address("virtual:desk"));
    CHECK(client.ask("insert desk") == "ok");
    CHECK(client.ask("list") == "ok desk#0=card");
    CHECK(client.ask("dance").substr(0, 7) == "error: ");
    CHECK(client.ask("unplug desk\r") == "ok");
}

TEST_CASE("lines may come in pieces and several at once") {
    Served served;
    Client client(served.loop, served.folder.socket());
    client.send("plug de");
    served.loop.turn();
    client.send("sk\nli");
    served.loop.turn();
    client.send("st\nunplug desk\nlist\n");
    CHECK(client.line() == "ok");
    CHECK(client.line() == "ok desk#0=card");
    CHECK(client.line() == "ok");
    CHECK(client.line() == "ok");
}

TEST_CASE("the longest line is heard, a longer one ends the conversation") {
    Served served;
    Client polite(served.loop, served.folder.socket());
    const std::string longest(ControlSocket::max_line - 1, 'x');
    CHECK(polite.ask(longest) == "error: no such command; try help");

    Client rude(served.loop, served.folder.socket());
    rude.send(longest + "xx");
    CHECK(rude.line() == "error: the line is too long");
    CHECK(rude.line() == "(closed)");
    CHECK(polite.ask("list") == "ok");
}

TEST_CASE("one client too many is sent away, until another leaves") {
    Served served;
    std::list<Client> clients;
    for (std::size_t i = 0; i < ControlSocket::max_clients; ++i)
        CHECK(clients.emplace_back(served.loop, served.folder.socket()).ask("list") == "ok");
    Client extra(served.loop, served.folder.socket());
    CHECK(extra.line() == "error: too many clients");
    CHECK(extra.line() == "(closed)");
    CHECK(clients.front().ask("list") == "ok");
    clients.front().hang_up();
    Client next(served.loop, served.folder.socket());
    CHECK(next.ask("list") == "ok");
}

TEST_CASE("a client that does not read its answers keeps nobody waiting") {
    Served served;
    Client silent(served.loop, served.folder.socket());
    silent.flood("help\n");
    Client other(served.loop, served.folder.socket());
    CHECK(other.ask("plug desk") == "ok");
}

TEST_CASE("the socket is for its owner alone") {
    Served served;
    struct stat info {};
    REQUIRE(::stat(served.folder.socket().c_str(), &info) == 0);
    CHECK(S_ISSOCK(info.st_mode));
    CHECK((info.st_mode & 0777U) == 0600U);
}

TEST_CASE("the socket goes with its owner, and so do its clients") {
    Served served;
    Client client(served.loop, served.folder.socket());
    CHECK(client.ask("list") == "ok");
    served.control.reset();
    CHECK_FALSE(std::filesystem::exists(served.folder.socket()));
    CHECK(client.line() == "(closed)");
}

TEST_CASE("a socket left behind by a dead process is replaced, a live one is not") {
    ScratchFolder folder;
    Loop loop;
    VirtualBus bus;
    {
        asio::local::stream_protocol::acceptor dead(loop.io,
                                                    asio::local::stream_protocol::endpoint(folder.socket()));
    }
    REQUIRE(std::filesystem::exists(folder.socket()));
    const ControlSocket live(loop.io.get_executor(), folder.socket(), bus);
    CHECK_THROWS_AS(ControlSocket(loop.io.get_executor(), folder.socket(), bus), boost::system::system_error);
    CHECK(std::filesystem::exists(folder.socket()));
}

TEST_CASE("a file that is no socket is never replaced") {
    ScratchFolder folder;
    Loop loop;
    VirtualBus bus;
    std::ofstream(folder.socket()) << "precious";
    CHECK_THROWS_AS(ControlSocket(loop.io.get_executor(), folder.socket(), bus), boost::system::system_error);
    CHECK(std::filesystem::file_size(folder.socket()) == 8);
}
