#include "drivers/ifd-host/attendant.hpp"

#include <poll.h>
#include <unistd.h>

#include <thread>

namespace scrm::ifd_host {
namespace {

// Messages of the daemon do not wake this thread: only the end of its writing does (POLLRDHUP), or its end.
[[noreturn]] void attend(Connection& daemon, OutputPipe& output, Closing& closing, LookLimits& looks) {
    pollfd watched[3] = {
        {daemon.socket(), POLLRDHUP, 0}, {output.descriptor(), POLLIN, 0}, {looks.descriptor(), POLLIN, 0}};
    for (;;) {
        (void)poll(watched, 3, -1);
        if ((watched[0].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
            _exit(0);
        if ((watched[0].revents & POLLRDHUP) != 0) {
            watched[0].events = 0;
            closing.begin();
        }
        if (watched[1].revents != 0 && !output.log_what_is_there())
            watched[1].fd = -1;
        if (watched[2].revents != 0)
            if (const auto overdue = looks.overdue())
                (void)daemon.send_if_room(*overdue);
    }
}

}  // namespace

void start_attendant(Connection& daemon, OutputPipe& output, Closing& closing, LookLimits& looks) {
    std::thread([&] { attend(daemon, output, closing, looks); }).detach();
}

}  // namespace scrm::ifd_host
