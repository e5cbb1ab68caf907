// scrm-ifd-host SOCKET [LABEL...]: loads one foreign IFD handler for one reader and makes its calls for
// scrmd, which starts it and is the other end of SOCKET (docs/adr/0006). LABEL is for people who look at the
// list of processes.
#include <sys/socket.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "drivers/ifd-host/attendant.hpp"
#include "drivers/ifd-host/daemon_line/log.hpp"
#include "drivers/ifd-host/host.hpp"
#include "drivers/ifd-host/sandbox.hpp"

namespace {

constexpr int bad_usage = 64;  // sysexits.h

/// The descriptor that `text` names, if it is a socket of the right kind; -1 otherwise.
int socket_named(const char* text) {
    int socket = -1;
    int type = 0;
    socklen_t size = sizeof type;
    const char* const end = text + std::strlen(text);
    const auto parsed = std::from_chars(text, end, socket);
    if (parsed.ec != std::errc() || parsed.ptr != end)
        return -1;
    return getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET ? socket : -1;
}

// As handlers find them in pcscd, whatever this process inherited: those of a connection or a line that ends
// are ignored.
void set_signals() {
    for (int number = 1; number < NSIG; ++number) {
        struct sigaction action {};
        action.sa_handler = number == SIGPIPE || number == SIGHUP ? SIG_IGN : SIG_DFL;
        (void)sigaction(number, &action, nullptr);
    }
    sigset_t none;
    sigemptyset(&none);
    (void)pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
    using namespace scrm::ifd_host;
    const int socket = argc < 2 ? -1 : socket_named(argv[1]);
    if (socket < 0) {
        (void)std::fputs("scrm-ifd-host: scrmd starts it, with the number of a socket; see scrmd(8)\n",
                         stderr);
        return bad_usage;
    }
    set_signals();
    enter_sandbox();
    // They outlive main(): a handler may call exit() while other threads use them.
    auto& daemon = *new Connection(socket);  // NOLINT(cppcoreguidelines-owning-memory)
    auto& output = *new OutputPipe;          // NOLINT(cppcoreguidelines-owning-memory)
    auto& closing = *new Closing(daemon);    // NOLINT(cppcoreguidelines-owning-memory)
    auto& looks = *new LookLimits;           // NOLINT(cppcoreguidelines-owning-memory)
    start_logging(daemon);
    start_attendant(daemon, output, closing, looks);
    Host(daemon, closing, looks).run();
}
