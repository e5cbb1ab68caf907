#include "daemon/service/pid_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <optional>

#include "daemon/files/small_file.hpp"
#include "daemon/log/log.hpp"
#include "daemon/service/listening_socket.hpp"
#include "drivers/api/descriptor.hpp"

namespace scrm::service {
namespace {

// pcscd.pid for pcscd.comm, as pcscd has it; each other socket has a file of its own, too.
std::string path_beside(const std::string& socket_path) {
    const std::filesystem::path socket(socket_path);
    if (socket.extension() == ".comm")
        return std::filesystem::path(socket).replace_extension(".pid").string();
    return socket_path + ".pid";
}

std::optional<pid_t> number_in(const std::string& path) {
    const auto text = files::read_small_file(path);
    pid_t pid = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), pid);
    return pid > 1 ? std::optional(pid) : std::nullopt;
}

// The number that a dead daemon left may be any process's by now. Where processes' names cannot be read, to
// live is enough.
bool is_living_daemon(pid_t pid) {
    if (::kill(pid, 0) != 0 && errno == ESRCH)
        return false;
    const auto name = files::read_small_file("/proc/" + std::to_string(pid) + "/comm");
    return !name || *name == "scrmd\n" || *name == "pcscd\n";
}

// Whoever looks for the file sees it whole.
void write_at_once(const std::string& path, const std::string& text) {
    const std::string half = path + ".new";
    const drivers::Descriptor file{::open(half.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (!file.is_open())
        return;
    if (::write(file.number(), text.data(), text.size()) != std::ssize(text) ||
        ::rename(half.c_str(), path.c_str()) != 0)
        ::unlink(half.c_str());
}

}  // namespace

PidFile::PidFile(const std::string& socket_path) : path_(path_beside(socket_path)) {
    const auto other = number_in(path_);
    ours_ = !other || *other == ::getpid() || !is_living_daemon(*other);
    if (ours_)
        write_at_once(path_, std::to_string(::getpid()) + '\n');
    else
        log::warning(path_, " stays that of process ", *other,
                     ", another daemon: it is the one that --hotplug will speak to");
}

PidFile::~PidFile() {
    if (ours_)
        ::unlink(path_.c_str());
}

void request_rescan(const std::string& socket_path) {
    const std::string path = path_beside(socket_path);
    const auto pid = number_in(path);
    if (!pid)
        throw ServiceError("no scrmd is running: " + path + " cannot be read");
    if (!is_living_daemon(*pid))
        throw ServiceError("no scrmd is running: process " + std::to_string(*pid) + " of " + path +
                           " is none, or is gone");
    if (::kill(*pid, SIGUSR1) != 0)
        throw ServiceError("process " + std::to_string(*pid) + " of " + path + ": " + std::strerror(errno));
}

}  // namespace scrm::service
