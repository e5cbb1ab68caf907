#include "tests/fakes/bus/private_bus.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace scrm::fakes {
namespace {

constexpr const char* program = "dbus-daemon";
constexpr const char* variable = "DBUS_SYSTEM_BUS_ADDRESS";

// Between fork() and exec(): it writes its address to `told` when it listens, and does not outlive the test.
[[noreturn]] void become_daemon(const std::string& address, int told) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(told, STDOUT_FILENO);
    ::execlp(program, program, "--session", "--nofork", "--nopidfile", "--print-address=1",
             ("--address=" + address).c_str(), nullptr);
    ::_exit(127);
}

}  // namespace

PrivateBus::PrivateBus() {
    ::setenv(variable, address_.c_str(), 1);
}

PrivateBus::~PrivateBus() {
    stop();
    ::unsetenv(variable);
}

void PrivateBus::start() {
    std::array<int, 2> told{};
    if (::pipe2(told.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    daemon_ = ::fork();
    if (daemon_ == 0)
        become_daemon(address_, told[1]);
    ::close(told[1]);
    char first = 0;
    const bool listens = ::read(told[0], &first, 1) == 1;
    ::close(told[0]);
    if (!listens)
        throw std::runtime_error("dbus-daemon does not start; ./dev deps test installs it");
}

void PrivateBus::stop() {
    if (daemon_ <= 0)
        return;
    ::kill(daemon_, SIGKILL);
    ::waitpid(std::exchange(daemon_, 0), nullptr, 0);
    std::filesystem::remove(folder_ / "bus");
}

}  // namespace scrm::fakes
