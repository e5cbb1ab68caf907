#include "tools/scrmctl/error_words.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace scrm::tools;

namespace {

/// Sets PCSCLITE_CSOCK_NAME for a test, and takes it away at its end.
class SocketVariable {
  public:
    explicit SocketVariable(const char* path) { setenv(name, path, 1); }
    SocketVariable(const SocketVariable&) = delete;
    SocketVariable& operator=(const SocketVariable&) = delete;
    ~SocketVariable() { unsetenv(name); }

  private:
    static constexpr const char* name = "PCSCLITE_CSOCK_NAME";
};

}  // namespace

TEST_CASE("an error tells what was tried, what happened, its number and what to do") {
    const Failure failure = failure_of(SCARD_E_NO_SMARTCARD, "connect to Desk 00 00");
    CHECK(failure.problem == "cannot connect to Desk 00 00: there is no card in the reader (0x8010000C)");
    CHECK(failure.remedy == "put one in");
    CHECK(failure.exit_code == ExitCode::Unavailable);
}

TEST_CASE("errors of access are told apart") {
    CHECK(failure_of(SCARD_W_SECURITY_VIOLATION, "x").problem.find("permission denied") != std::string::npos);
    CHECK(failure_of(SCARD_E_SHARING_VIOLATION, "x").problem.find("another program") != std::string::npos);
    CHECK(failure_of(SCARD_E_PROTO_MISMATCH, "x").remedy.find("-p any") != std::string::npos);
    CHECK(failure_of(SCARD_E_SERVER_TOO_BUSY, "x").remedy.find("[limits]") != std::string::npos);
}

TEST_CASE("an error nobody foresaw is told with its number") {
    const Failure failure = failure_of(SCARD_E_CARD_UNSUPPORTED, "x");
    CHECK(failure.problem.rfind("cannot x: ", 0) == 0);
    CHECK(failure.problem.find("(0x8010001C)") != std::string::npos);
    CHECK(failure.remedy.empty());
}

TEST_CASE("without a socket scrmd is not running") {
    const SocketVariable variable("/nonexistent/scrm.comm");
    const Failure failure = failure_of(SCARD_E_NO_SERVICE, "reach scrmd");
    CHECK(failure.problem == "scrmd is not running: there is no socket /nonexistent/scrm.comm");
    CHECK(failure.remedy.find("PCSCLITE_CSOCK_NAME says where to look for it") != std::string::npos);
    CHECK(failure.exit_code == ExitCode::Unavailable);
}

TEST_CASE("with a socket and no answer scrmd has ended") {
    const SocketVariable variable("/dev/null");
    const Failure failure = failure_of(SCARD_E_NO_SERVICE, "reach scrmd");
    CHECK(failure.problem == "scrmd does not answer at /dev/null");
}

TEST_CASE("without the variable the usual socket is looked at") {
    const Failure failure = failure_of(SCARD_E_NO_SERVICE, "reach scrmd");
    CHECK(failure.problem.find("/run/pcscd/pcscd.comm") != std::string::npos);
}
