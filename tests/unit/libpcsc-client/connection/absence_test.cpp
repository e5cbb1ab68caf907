// What reaches whoever started a program that finds no daemon.
#include "libpcsc-client/connection/absence.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "libpcsc-client/connection/connection.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/unit/libpcsc-client/connection/overheard.hpp"

using namespace scrm::client;
using scrm::client::test::Overheard;
using scrm::fakes::TemporaryFolder;

namespace {

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

/// Somebody wants to read it, and nothing was told so far.
class Reader {
  public:
    Reader() {
        ::setenv("SCRM_EXPLAIN", "1", 1);
        forget();
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() {
        for (const auto* name : {"SCRM_EXPLAIN", "PCSCLITE_CSOCK_NAME"})
            ::unsetenv(name);
    }

    static void forget() {
        const Overheard unheard;
        explain_absence(address_of("x"), 0);
    }
};

std::string told_of(const std::string& path, unsigned long limit = 0) {
    const Overheard overheard;
    Connection connection;
    std::uint32_t context = 0;
    CHECK(connection.establish(address_of(path), 2, context, limit) == ResultCode::NoService);
    return overheard.text();
}

std::string told_with(const char* wanted) {
    const Reader reader;
    wanted ? ::setenv("SCRM_EXPLAIN", wanted, 1) : ::unsetenv("SCRM_EXPLAIN");
    return told_of("/nonexistent/a");
}

}  // namespace

TEST_CASE("a socket that is not there is named, and what to do") {
    const Reader reader;
    const std::string line = told_of("/nonexistent/a");
    CHECK(line.starts_with("scrm: there is no socket /nonexistent/a; 'systemctl start scrmd.socket'"));
    CHECK(line.ends_with("\n"));
    CHECK(line.find("PCSCLITE_CSOCK_NAME") == std::string::npos);
}

TEST_CASE("a socket that nobody listens at is named") {
    const Reader reader;
    const TemporaryFolder folder;
    CHECK(told_of(folder.write("a", "")).starts_with("scrm: nobody listens at the socket /"));
}

TEST_CASE("what forbids a socket is told, or else the number of the error") {
    const Reader reader;
    const Overheard overheard;
    explain_absence(address_of("/a"), EACCES);
    explain_absence(address_of("/b"), 97);
    const std::string lines = overheard.text();
    CHECK(lines.starts_with("scrm: you may not use the socket /a; its permissions"));
    CHECK(lines.ends_with("\nscrm: the socket /b cannot be connected to: error 97 of connect(2)\n"));
}

TEST_CASE("a socket that was chosen by the environment is told of as such") {
    const Reader reader;
    ::setenv("PCSCLITE_CSOCK_NAME", "/nonexistent/a", 1);
    CHECK(told_of("/nonexistent/a").ends_with("; PCSCLITE_CSOCK_NAME says where it is\n"));
}

TEST_CASE("nothing in a path can steer a terminal, and all of it fits") {
    const Reader reader;
    CHECK(told_of("/none\x1b[2J\n/a").starts_with("scrm: there is no socket /none?[2J?/a;"));
    Reader::forget();
    ::setenv("PCSCLITE_CSOCK_NAME", "x", 1);
    const std::string longest(sizeof(sockaddr_un::sun_path) - 1, 'x');
    CHECK(told_of(longest).ends_with("; PCSCLITE_CSOCK_NAME says where it is\n"));
}

TEST_CASE("the same reason is told once") {
    const Reader reader;
    CHECK_FALSE(told_of("/nonexistent/a").empty());
    CHECK(told_of("/nonexistent/a").empty());
}

TEST_CASE("nothing is told unless somebody wants to read it") {
    CHECK(told_with(nullptr).empty());
    CHECK(told_with("refusals").empty());
    CHECK_FALSE(told_with("1").empty());
}

TEST_CASE("a daemon that was there may be back soon, and nothing is told") {
    const Reader reader;
    CHECK(told_of("/nonexistent/a", 100).empty());
}

TEST_CASE("a name that is too long for a socket is told of") {
    const Reader reader;
    const Overheard overheard;
    explain_name_too_long();
    CHECK(overheard.text() == "scrm: PCSCLITE_CSOCK_NAME is longer than the name of a socket may be\n");
}
