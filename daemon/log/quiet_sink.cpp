#include "daemon/log/quiet_sink.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>

namespace scrm::log {
namespace {

constexpr const char* journal_path = "/run/systemd/journal/socket";

bool writable(int descriptor) {
    pollfd p{descriptor, POLLOUT, 0};
    return ::poll(&p, 1, 0) == 1 && (p.revents & POLLOUT) != 0;
}

char syslog_priority(spdlog::level::level_enum level) {
    switch (level) {
        case spdlog::level::critical:
            return '2';
        case spdlog::level::err:
            return '3';
        case spdlog::level::warn:
            return '4';
        case spdlog::level::info:
            return '6';
        default:
            return '7';
    }
}

}  // namespace

void StderrSink::sink_it_(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    // A pipe that poll calls writable takes PIPE_BUF bytes; more could block.
    constexpr std::size_t longest = 4096;
    const std::size_t size = line.size() < longest ? line.size() : longest;
    if (!writable(STDERR_FILENO) || ::write(STDERR_FILENO, line.data(), size) < 0)
        ++dropped_;
}

JournalSink::JournalSink(std::uint64_t& dropped) : dropped_(dropped) {
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, journal_path);
    if (socket_ >= 0 && ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        socket_ = -1;
    }
}

JournalSink::~JournalSink() {
    if (socket_ >= 0)
        ::close(socket_);
}

// A newline ends a field, so a message that holds one is flattened.
void JournalSink::sink_it_(const spdlog::details::log_msg& message) {
    std::string entry = "SYSLOG_IDENTIFIER=scrmd\nPRIORITY=";
    entry += syslog_priority(message.level);
    entry += "\nMESSAGE=";
    for (const char c : message.payload)
        entry += c == '\n' ? ' ' : c;
    entry += '\n';
    if (::send(socket_, entry.data(), entry.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        ++dropped_;
}

}  // namespace scrm::log
