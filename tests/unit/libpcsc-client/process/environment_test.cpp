#include "libpcsc-client/process/environment.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

using namespace scrm::client;

TEST_CASE("the daemon's socket is the one that the environment names, else the system's") {
    ::unsetenv("PCSCLITE_CSOCK_NAME");
    CHECK(std::string(daemon_address().value().sun_path) == "/run/pcscd/pcscd.comm");
    ::setenv("PCSCLITE_CSOCK_NAME", "/tmp/other", 1);
    CHECK(std::string(daemon_address().value().sun_path) == "/tmp/other");
}

TEST_CASE("a name that does not fit a socket address is refused, not cut") {
    const std::string fits(sizeof(sockaddr_un::sun_path) - 1, 'x');
    ::setenv("PCSCLITE_CSOCK_NAME", fits.c_str(), 1);
    CHECK(daemon_address().value().sun_path == fits);
    ::setenv("PCSCLITE_CSOCK_NAME", (fits + 'x').c_str(), 1);
    CHECK_FALSE(daemon_address().has_value());
}

TEST_CASE("not blocking is asked for by the variable's presence") {
    ::unsetenv("PCSCLITE_NO_BLOCKING");
    CHECK_FALSE(no_blocking());
    ::setenv("PCSCLITE_NO_BLOCKING", "", 1);
    CHECK(no_blocking());
    ::unsetenv("PCSCLITE_NO_BLOCKING");
}
