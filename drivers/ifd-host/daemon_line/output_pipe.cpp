#include "drivers/ifd-host/daemon_line/output_pipe.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

#include "drivers/ifd-host/daemon_line/log.hpp"
#include "drivers/ifd-host/daemon_line/log_text.hpp"

namespace scrm::ifd_host {
namespace {

void log_printed(std::string_view line) {
    if (!line.empty())
        log_line(ipc::host::LogLevel::Info, ipc::host::LogOrigin::Output, one_line(line));
}

}  // namespace

OutputPipe::OutputPipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return;
    read_end_ = ends[0];
    (void)dup2(ends[1], STDOUT_FILENO);
    (void)dup2(ends[1], STDERR_FILENO);
    (void)close(ends[1]);
    (void)std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // a line is told when it is printed
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0 && nothing != STDIN_FILENO) {
        (void)dup2(nothing, STDIN_FILENO);
        (void)close(nothing);
    }
}

bool OutputPipe::log_what_is_there() {
    std::array<char, 4096> text;
    const ssize_t size = read(read_end_, text.data(), text.size());
    if (size > 0) {
        unfinished_.append(text.data(), static_cast<std::size_t>(size));
        log_lines();
    }
    return size > 0 || (size < 0 && errno == EINTR);
}

void OutputPipe::log_lines() {
    std::string_view rest = unfinished_;
    for (std::size_t end = 0; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1))
        log_printed(rest.substr(0, end));
    if (rest.size() >= max_line_size) {
        log_printed(rest);
        rest = {};
    }
    unfinished_ = std::string(rest);
}

}  // namespace scrm::ifd_host
