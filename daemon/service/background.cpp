#include "daemon/service/background.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "daemon/service/listening_socket.hpp"

namespace scrm::service {

Background Background::enter() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw ServiceError(std::string("cannot make a pipe: ") + std::strerror(errno));
    const pid_t child = ::fork();
    if (child < 0)
        throw ServiceError(std::string("cannot go into the background: ") + std::strerror(errno));
    if (child > 0) {
        ::close(ends[1]);
        char ready = 0;
        ::_exit(::read(ends[0], &ready, 1) == 1 ? 0 : 1);
    }
    ::close(ends[0]);
    ::setsid();
    return Background(ends[1]);
}

// Errors of the start went to the terminal; from now on nothing does.
void Background::ready() {
    if (pipe_ < 0)
        return;
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(null, standard);
    ::close(null);
    const char ready = 1;
    (void)!::write(pipe_, &ready, 1);
    ::close(std::exchange(pipe_, -1));
}

}  // namespace scrm::service
