#include "drivers/ifd-host/attendant.hpp"

#include <poll.h>
#include <unistd.h>

#include <thread>

namespace scrm::ifd_host {
namespace {

// Messages of the daemon do not wake this thread: only the end of its writing does (POLLRDHUP), or its end.
[[noreturn]] void attend(Connection& daemon, OutputPipe& output, Closing& closing) {
    pollfd watched[2] = {{daemon.socket(), POLLRDHUP, 0}, {output.descriptor(), POLLIN, 0}};
    for (;;) {
        (void)poll(watched, 2, -1);
        if ((watched[0].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
            _exit(0);
        if ((watched[0].revents & POLLRDHUP) != 0) {
            watched[0].events = 0;
            closing.begin();
        }
        if (watched[1].revents != 0 && !output.log_what_is_there())
            watched[1].fd = -1;
    }
}

}  // namespace

void start_attendant(Connection& daemon, OutputPipe& output, Closing& closing) {
    std::thread([&] { attend(daemon, output, closing); }).detach();
}

}  // namespace scrm::ifd_host
